package io.reflux.status;

import io.reflux.stage.RunStatus;
import java.util.ArrayList;
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
  private Evaluated last = new Evaluated("", Map.of(), Map.of());
  private long stride = 1;
  private long seen;

  /**
   * The run at one instant.
   *
   * @param seconds since the run began
   * @param task the task at work
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
    Evaluated now =
        new Evaluated(status.task(), status.progress().evaluatedEpochs(), status.metrics());
    if (!now.metrics().isEmpty() && !now.equals(last)) {
      last = now;
      evaluations.add(now);
      if (evaluations.size() > MOST) {
        evaluations.remove(0);
      }
    }
    if (seen++ % stride == 0) {
      samples.add(
          new Sample(
              status.seconds(),
              status.task(),
              status.latest().epoch(),
              status.latest().step(),
              status.latest().loss(),
              status.latest().imagesPerSecond()));
    }
    if (samples.size() >= MOST) {
      thin();
    }
  }

  synchronized Curves curves() {
    return new Curves(List.copyOf(samples), List.copyOf(evaluations));
  }

  private void thin() {
    List<Sample> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += 2) {
      kept.add(samples.get(i));
    }
    samples.clear();
    samples.addAll(kept);
    stride *= 2;
  }
}
