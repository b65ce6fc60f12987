package io.reflux.rundir;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run in one line, by what its directory holds; it may be asked of a run that another process
 * works at.
 *
 * @param run where it lies
 * @param state whether it is done, goes on, or was left
 * @param reached how far it has come
 * @param best the best of the last measured task's students so far; empty before the first
 *     evaluation
 */
public record RunOverview(RunDirectory run, State state, Reached reached, Optional<Best> best) {

  /** What a run is about. */
  public enum State {
    /** All of its tasks are done. */
    DONE,
    /** A process works at it. */
    RUNNING,
    /** Nobody works at it, and it isn't done: {@code reflux resume} goes on. */
    LEFT
  }

  /**
   * An evaluation.
   *
   * @param student task and student
   * @param metric the one by which the pipeline chooses its best epoch
   * @param value what it came to
   * @param epoch after which epoch
   */
  public record Best(String student, String metric, double value, int epoch) {}

  /** Looks at a run directory. */
  public static RunOverview of(RunDirectory run) {
    return new RunOverview(run, state(run), Reached.by(run), best(run));
  }

  /**
   * The runs of a folder, by name: itself if it is one, else those right inside.
   *
   * @throws IOException if the folder can't be listed
   */
  public static List<RunOverview> in(Path folder) throws IOException {
    RunDirectory own = new RunDirectory(folder);
    if (own.isBegun()) {
      return List.of(of(own));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .sorted()
          .map(RunDirectory::new)
          .filter(RunDirectory::isBegun)
          .map(RunOverview::of)
          .toList();
    }
  }

  private static State state(RunDirectory run) {
    List<RunDirectory> all = new ArrayList<>(run.seeds());
    all.add(run);
    if (all.stream().anyMatch(RunLock::isHeld)) {
      return State.RUNNING;
    }
    return Files.isRegularFile(run.summary()) ? State.DONE : State.LEFT;
  }

  private static Optional<Best> best(RunDirectory run) {
    Map<String, String> metrics = metrics(run);
    Map<String, Best> ofTasks = new LinkedHashMap<>();
    try {
      run.evaluations(row -> better(ofTasks, row, metrics.get(row.task())));
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return Optional.empty(); // it is being written; whoever asks looks again
    }
    return ofTasks.values().stream().reduce((earlier, last) -> last);
  }

  private static void better(Map<String, Best> best, EvaluationRow row, @Nullable String metric) {
    if (metric == null) {
      return;
    }
    Double value = row.metrics().get(metric);
    if (value != null) {
      Best found = new Best(row.task() + "." + row.student(), metric, value, row.epoch());
      best.merge(row.task(), found, (old, now) -> now.value > old.value ? now : old);
    }
  }

  /** The metric that each task is judged by; none of a pipeline that this version can't read. */
  private static Map<String, String> metrics(RunDirectory run) {
    Map<String, String> metrics = new LinkedHashMap<>();
    try {
      Pipeline pipeline = run.readPipeline();
      for (Task task : pipeline.tasks()) {
        task.learn().ifPresent(learn -> metrics.put(task.name(), learn.evaluation().best()));
      }
    } catch (PipelineException e) {
      metrics.clear();
    }
    return metrics;
  }
}
