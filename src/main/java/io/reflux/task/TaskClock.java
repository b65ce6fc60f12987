package io.reflux.task;

import io.reflux.rundir.EvaluationLog;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TaskTotals;
import io.reflux.stage.CacheCounts;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stream.StepDone;
import java.util.LinkedHashMap;
import java.util.Map;

/** A task's time: how long it has taken, how fast it goes, how much is left. */
final class TaskClock {
  private static final double SMOOTHING_STEPS = 20;

  private final LearnTask task;
  private final CheckpointPause pause;
  private final long createdNanos = System.nanoTime();
  private long startedNanos = createdNanos;
  private long lastNanos = createdNanos;
  private long images;
  private long steps;
  private final Map<String, Double> teacher;
  private double secondsPerStep;
  private double imagesPerStep;

  TaskClock(LearnTask task, CheckpointPause pause) {
    this.task = task;
    this.pause = pause;
    teacher = new LinkedHashMap<>(task.ledger().before().teacher());
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

  /** Time spent on the task, earlier attempts included. */
  double seconds() {
    return task.ledger().before().seconds() + (System.nanoTime() - createdNanos) / 1e9;
  }

  private double trainingSeconds() {
    return task.ledger().before().trainingSeconds() + (lastNanos - startedNanos) / 1e9;
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
        task.ledger().pixelBudget().bytes().getAsLong(),
        task.ledger().pixelBudget().allowed().getAsLong(),
        secondsPerStep * (task.milestones().steps() - step),
        pause.shareOf(trainingSeconds()));
  }

  /** A teacher's own metrics are known. */
  void teacherMeasured(Map<String, Double> metrics) {
    teacher.putAll(metrics);
  }

  /** What the task has come to so far, earlier attempts included. */
  TaskTotals totals() {
    TaskTotals before = task.ledger().before();
    CacheCounts now = task.ledger().cached().now();
    return new TaskTotals(
        seconds(),
        trainingSeconds(),
        pause.seconds(),
        before.images() + images,
        before.cached().plus(now.hits(), now.misses()),
        teacher,
        task.ledger().unreadable().reasons());
  }

  /** The share of time each stage was busy: of this attempt alone only if there is no other. */
  private Map<String, Double> busy(RunStatus status) {
    Map<String, Double> busy = new LinkedHashMap<>();
    status.stages().forEach(stage -> busy.put(stage.stage(), stage.meanBusyShare()));
    if (task.schedule().fromStep() > 0) {
      busy.putAll(task.ledger().journal().busyShares());
    }
    return busy;
  }

  /** What the task came to. */
  TaskSummary summary(RunStatus status) {
    Map<String, TaskSummary.StudentSummary> students = new LinkedHashMap<>();
    task.students().forEach(student -> students.put(student.name(), summary(student)));
    TaskTotals totals = totals();
    return new TaskSummary(
        task.name(),
        task.milestones().length().epochs(),
        task.milestones().steps(),
        totals.seconds(),
        totals.images() / Math.max(1e-9, totals.trainingSeconds()),
        pause.shareOf(totals.trainingSeconds()),
        totals.teacher(),
        students,
        busy(status),
        task.ledger().unreadable().all(),
        totals.cached().hits(),
        totals.cached().misses());
  }

  private TaskSummary.StudentSummary summary(StudentSubject student) {
    TaskJournal journal = task.ledger().journal();
    EvaluationLog log = journal.log(student.name());
    int best = log.bestEpoch(journal.bestMetric());
    int last = log.lastEpoch();
    NetworkFacts facts = student.facts();
    return new TaskSummary.StudentSummary(
        facts.parameters(), facts.embeddingSize(), log.of(best), best, log.of(last), last);
  }
}
