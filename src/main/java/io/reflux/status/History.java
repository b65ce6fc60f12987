package io.reflux.status;

import io.reflux.stage.RunStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskProgress;
import java.util.ArrayList;
import java.util.HashMap;
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
      String task, Map<String, Integer> epochs, Map<String, Map<String, Double>> metrics) {}

  /**
   * All of it, for the page.
   *
   * @param samples in the order of time
   * @param evaluations in the order of time
   */
  record Curves(List<Sample> samples, List<Evaluated> evaluations) {}

  synchronized void add(RunStatus status) {
    status.atWork().forEach(this::addEvaluations);
    if (seen++ % stride == 0) {
      status.atWork().forEach(task -> samples.add(sample(status.seconds(), task)));
    }
    if (samples.size() >= MOST) {
      thin();
    }
  }

  private void addEvaluations(TaskProgress task) {
    Evaluated now = new Evaluated(task.task(), task.evaluatedEpochs(), task.metrics());
    if (!now.metrics().isEmpty() && !now.equals(last.put(task.task(), now))) {
      evaluations.add(now);
      if (evaluations.size() > MOST) {
        evaluations.remove(0);
      }
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
