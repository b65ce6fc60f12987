package io.reflux.task;

import io.reflux.rundir.EvaluationLog;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stream.StepDone;
import java.util.LinkedHashMap;
import java.util.Map;

/** A task's time: how long it has taken, how fast it goes, how much is left. */
final class TaskClock {
  private static final double SMOOTHING_STEPS = 20;

  private final LearnTask order;
  private final long createdNanos = System.nanoTime();
  private long startedNanos = createdNanos;
  private long lastNanos = createdNanos;
  private long images;
  private long steps;
  private double secondsPerStep;
  private double imagesPerStep;

  TaskClock(LearnTask order) {
    this.order = order;
  }

  /** Training begins now. */
  void start() {
    startedNanos = System.nanoTime();
    lastNanos = startedNanos;
  }

  /** A step of so many images has been taken. */
  void stepTaken(int rows) {
    long now = System.nanoTime();
    double keep = steps == 0 ? 0 : 1 - 1 / Math.min(SMOOTHING_STEPS, steps + 1.0);
    secondsPerStep = keep * secondsPerStep + (1 - keep) * (now - lastNanos) / 1e9;
    imagesPerStep = keep * imagesPerStep + (1 - keep) * rows;
    lastNanos = now;
    images += rows;
    steps++;
  }

  /** Images trained on, by the second, of late. */
  double imagesPerSecond() {
    return secondsPerStep == 0 ? 0 : imagesPerStep / secondsPerStep;
  }

  /** Time spent on the task, earlier sittings included. */
  double seconds() {
    return order.secondsBefore() + (System.nanoTime() - createdNanos) / 1e9;
  }

  /** How the task goes after a step. */
  StepProgress progress(int epoch, long step, StepDone done) {
    Map<String, Double> loss = new LinkedHashMap<>();
    done.students().forEach((name, report) -> loss.put(name, report.loss()));
    return new StepProgress(
        epoch,
        step,
        loss,
        imagesPerSecond(),
        order.pixelBudget().bytes().getAsLong(),
        order.pixelBudget().allowed().getAsLong(),
        secondsPerStep * (order.milestones().steps() - step));
  }

  /** What the task came to. */
  TaskSummary summary(Map<String, Double> teacher, RunStatus status) {
    Map<String, TaskSummary.StudentSummary> students = new LinkedHashMap<>();
    for (String name : order.studentNames()) {
      students.put(name, student(name));
    }
    Map<String, Double> busy = new LinkedHashMap<>();
    status.stages().forEach(stage -> busy.put(stage.stage(), stage.busyShare()));
    double trainingSeconds = Math.max(1e-9, (lastNanos - startedNanos) / 1e9);
    return new TaskSummary(
        order.task(),
        order.milestones().length().epochs(),
        order.milestones().steps(),
        seconds(),
        images / trainingSeconds,
        teacher,
        students,
        busy,
        order.unreadable().all(),
        status.progress().cacheHits(),
        status.progress().cacheMisses());
  }

  private TaskSummary.StudentSummary student(String name) {
    EvaluationLog log = order.journal().log(name);
    int best = log.bestEpoch(order.journal().bestMetric());
    int last = log.lastEpoch();
    LearnTask.NetworkFacts facts = order.facts().get(name);
    return new TaskSummary.StudentSummary(
        facts == null ? 0 : facts.parameters(),
        facts == null ? 0 : facts.embeddingSize(),
        log.of(best),
        best,
        log.of(last),
        last);
  }
}
