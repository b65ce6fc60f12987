package io.reflux.tracking;

import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.FollowedTable;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunOverview;
import io.reflux.rundir.StepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a tracker what the tables of a run hold, again and again: each time what it doesn't know
 * yet. It only reads, so that a tracker that is down, slow or refuses can't touch the run.
 */
public final class RunFollower {
  private static final int MOST_POINTS = 300;

  private final RunDirectory run;
  private final Tracker tracker;
  private final What what;
  private final FollowedTable<StepRow> steps;
  private final FollowedTable<EvaluationRow> evaluations;
  private final Map<TrackedStudent, Told> students = new LinkedHashMap<>();

  /** Follows a run. */
  public RunFollower(RunDirectory run, Tracker tracker, What what) {
    this.run = run;
    this.tracker = tracker;
    this.what = what;
    steps = FollowedTable.steps(run);
    evaluations = FollowedTable.evaluations(run);
  }

  /**
   * What a tracker is told.
   *
   * @param every one of so many steps; evaluations are told all
   * @param settings those of the pipeline, by their keys
   */
  public record What(int every, Map<String, String> settings) {}

  /**
   * Tells what has come since the last time.
   *
   * @return true if the run goes on, and more will come
   * @throws IOException if the tables can't be read, or the tracker can't be reached or refuses;
   *     what it wasn't told comes the next time
   */
  public boolean tell() throws IOException {
    RunOverview.State state =
        RunOverview.of(run).state(); // before the tables: none of their ends is missed
    Map<TrackedStudent, List<Point>> fresh = new LinkedHashMap<>();
    boolean told = false;
    try {
      steps.read(
          row -> {
            if (row.step() % what.every() == 0) {
              add(fresh, student(row.task(), row.student()), Point.of(row));
            }
          });
      evaluations.read(row -> add(fresh, student(row.task(), row.student()), Point.of(row)));
      flush(fresh);
      told = true;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      if (!told) {
        steps.restart();
        evaluations.restart();
      }
    }
    if (state == RunOverview.State.RUNNING) {
      return true;
    }
    for (TrackedStudent student : students.keySet()) {
      tracker.end(student, state == RunOverview.State.DONE);
    }
    return false;
  }

  private TrackedStudent student(String task, String student) {
    return new TrackedStudent(run.name(), task, student);
  }

  private void add(Map<TrackedStudent, List<Point>> fresh, TrackedStudent student, Point point) {
    Told told = students.computeIfAbsent(student, this::begin);
    long known = point.evaluation() ? told.evaluation() : told.step();
    if (point.step() <= known) {
      return;
    }
    List<Point> points = fresh.computeIfAbsent(student, each -> new ArrayList<>());
    points.add(point);
    if (points.size() == MOST_POINTS) {
      send(student, points);
      points.clear();
    }
  }

  private void flush(Map<TrackedStudent, List<Point>> fresh) {
    fresh.forEach(
        (student, points) -> {
          if (!points.isEmpty()) {
            send(student, points);
          }
        });
  }

  private Told begin(TrackedStudent student) {
    try {
      return tracker.begin(student, what.settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(TrackedStudent student, List<Point> points) {
    Told told = students.getOrDefault(student, Told.NOTHING);
    for (Point point : points) {
      told = point.evaluation() ? told.withEvaluation(point.step()) : told.withStep(point.step());
    }
    try {
      tracker.add(student, points, told);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    students.put(student, told);
  }
}
