package io.reflux.status;

import io.reflux.stage.RunStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the curves of the dashboard are drawn from: a bounded number of samples over the whole run.
 * When it is full every second one goes, and from then on only every second one is kept.
 */
final class History {
  static final int MOST = 1200;

  private final List<Sample> samples = new ArrayList<>();
  private final List<Evaluated> evaluations = new ArrayList<>();
  private final Map<String, Evaluated> last = new HashMap<>();
  private long stride = 1;
  private long seen;

  /**
   * A task at one instant.
   *
   * @param seconds since the run began
   * @param task its name
   * @param epoch its epoch
   * @param step its step
   * @param loss the latest loss of each student
   * @param imagesPerSecond through the whole task
   */
  record Sample(
      double seconds,
      String task,
      int epoch,
      long step,
      Map<String, Double> loss,
      double imagesPerSecond) {}

  /**
   * New metrics.
   *
   * @param task the task at work when they came
   * @param epochs the epoch that each student was measured after; 0 for a teacher
   * @param metrics by student, then by name
   */
  record Evaluated(
      String task, Map<String, Integer> epochs, Map<String, Map<String, Double>> metrics) {

    static Evaluated none(String task) {
      return new Evaluated(task, Map.of(), Map.of());
    }

    /** With what is of later epochs, or of others. */
    Evaluated with(Evaluated later) {
      Map<String, Integer> newest = new LinkedHashMap<>(epochs);
      Map<String, Map<String, Double>> measured = new LinkedHashMap<>(metrics);
      later.metrics.forEach(
          (name, values) -> {
            int epoch = later.epochs.getOrDefault(name, 0);
            if (!newest.containsKey(name) || newest.get(name) < epoch) {
              newest.put(name, epoch);
              measured.put(name, values);
            }
          });
      return new Evaluated(task, newest, measured);
    }
  }

  /**
   * All of it, for the page.
   *
   * @param samples in the order of time
   * @param evaluations in the order of time
   */
  record Curves(List<Sample> samples, List<Evaluated> evaluations) {}

  synchronized void add(RunStatus status) {
    for (TaskProgress task : status.atWork()) {
      evaluated(new Evaluated(task.task(), task.evaluatedEpochs(), task.metrics()));
    }
    if (seen++ % stride == 0) {
      status.atWork().forEach(task -> samples.add(sample(status.seconds(), task)));
    }
    if (samples.size() >= MOST) {
      thin();
    }
  }

  /**
   * Adds metrics that are of later epochs than those that are known. The last ones of a task may be
   * in no sample: another task has begun by then.
   */
  synchronized void evaluated(Evaluated told) {
    Evaluated known = last.getOrDefault(told.task(), Evaluated.none(told.task()));
    Evaluated now = known.with(told);
    if (now.equals(known)) {
      return;
    }
    last.put(told.task(), now);
    evaluations.add(now);
    if (evaluations.size() > MOST) {
      evaluations.remove(0);
    }
  }

  private static Sample sample(double seconds, TaskProgress task) {
    StepProgress latest = task.latest();
    return new Sample(
        seconds,
        task.task(),
        latest.epoch(),
        latest.step(),
        latest.loss(),
        latest.imagesPerSecond());
  }

  synchronized Curves curves() {
    return new Curves(List.copyOf(samples), List.copyOf(evaluations));
  }

  /** Every second instant goes, with what it has of each task. */
  private void thin() {
    List<Sample> kept = new ArrayList<>();
    double seconds = Double.NaN;
    boolean keep = false;
    for (Sample sample : samples) {
      if (sample.seconds() != seconds) {
        seconds = sample.seconds();
        keep = !keep;
      }
      if (keep) {
        kept.add(sample);
      }
    }
    samples.clear();
    samples.addAll(kept);
    stride *= 2;
  }
}
