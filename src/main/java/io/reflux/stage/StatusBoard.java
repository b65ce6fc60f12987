package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.TimelineFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Collects what the stages tell and answers at once, whatever the stages are busy with. A stage
 * tells what it begins before it begins, and again after; the scheduler tells how the task goes.
 *
 * <p>Every interval the board looks at all stages: what they have done since the last look goes
 * into the timeline, and one that has been at the same piece of work for too long is told to hang,
 * in the log, to the run's listener and in the status.
 */
public final class StatusBoard extends AbstractBehavior<StatusBoard.Command> {

  /** What the board is told. */
  public sealed interface Command {}

  /** A stage's words about itself; replaces what it said before. */
  record Stage(StageReport report) implements Command {}

  /** How the task goes. Never leaves the JVM. */
  public record Progress(UnaryOperator<TaskProgress> change) implements Command {}

  /** The run is in another state. */
  public record State(RunState state) implements Command {}

  /** What is known of the run's disk. */
  record Disk(DiskOutlook outlook) implements Command {}

  /** Forget the stages: the task has ended. */
  public record TaskEnded() implements Command {}

  /** Tell how the run goes. */
  public record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  /** An interval is over. */
  record Look() implements Command {}

  /**
   * What a board works with.
   *
   * @param pipeline the pipeline's name
   * @param runDirectory where the run writes
   * @param watchdog how often it looks at the stages, and when one is said to hang
   * @param nanos the time that passes, in nanoseconds
   */
  public record Settings(
      String pipeline, String runDirectory, Watchdog watchdog, LongSupplier nanos) {}

  /**
   * Those who hear of what the board sees.
   *
   * @param listener hears of a stage that hangs, and that it goes on
   * @param timeline takes what the stages did in an interval
   */
  public record Hearers(RunListener listener, ActorRef<TimelineWriter.Command> timeline) {}

  public static Behavior<Command> create(Settings settings, Hearers hearers) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Look(), settings.watchdog().interval());
                  return new StatusBoard(context, settings, hearers);
                }));
  }

  private final Settings settings;
  private final Hearers hearers;
  private final long startedNanos;
  private final Map<String, StageMeter> stages = new LinkedHashMap<>();
  private RunStatus status;

  private StatusBoard(ActorContext<Command> context, Settings settings, Hearers hearers) {
    super(context);
    this.settings = settings;
    this.hearers = hearers;
    startedNanos = now();
    status = RunStatus.starting(settings.pipeline(), settings.runDirectory());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Stage.class, this::onStage)
        .onMessage(Progress.class, this::onProgress)
        .onMessage(State.class, this::onState)
        .onMessage(Disk.class, this::onDisk)
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Look.class, this::onLook)
        .build();
  }

  private Behavior<Command> onStage(Stage told) {
    StageReport report = told.report();
    stages
        .computeIfAbsent(report.stage(), name -> new StageMeter(settings.watchdog(), report, now()))
        .told(report, now());
    return this;
  }

  private Behavior<Command> onProgress(Progress told) {
    status = status.with(told.change().apply(status.progress()));
    return this;
  }

  private Behavior<Command> onState(State told) {
    status = status.with(told.state());
    return this;
  }

  private Behavior<Command> onDisk(Disk told) {
    status = status.with(told.outlook());
    return this;
  }

  private Behavior<Command> onTaskEnded(TaskEnded told) {
    stages.clear();
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status());
    return this;
  }

  private Behavior<Command> onLook(Look look) {
    long now = now();
    for (StageMeter stage : stages.values()) {
      if (stage.look(now)) {
        tellHanging(stage.status(now));
      }
    }
    RunStatus seen = status();
    if (!seen.task().isEmpty()) {
      List<TimelineFile.Row> rows =
          seen.stages().stream()
              .map(each -> new TimelineFile.Row(each.stage(), each.busyShare(), each.queueDepth()))
              .toList();
      hearers.timeline().tell(new TimelineWriter.Rows(seen.seconds(), seen.task(), rows));
    }
    return this;
  }

  private void tellHanging(StageStatus stage) {
    String task = status.task();
    if (stage.state() == StageState.HANGING) {
      getContext()
          .getLog()
          .warn(
              "{} has been {} for {} s (expected: less, by its own history)",
              stage.stage(),
              stage.doing(),
              Math.round(stage.doingSeconds()));
      hearers
          .listener()
          .heard(new RunEvent.StageHangs(task, stage.stage(), stage.doing(), stage.doingSeconds()));
    } else {
      getContext().getLog().info("{} goes on", stage.stage());
      hearers.listener().heard(new RunEvent.StageGoesOn(task, stage.stage()));
    }
  }

  private RunStatus status() {
    long now = now();
    List<StageStatus> words = stages.values().stream().map(stage -> stage.status(now)).toList();
    return status.with(words, (now - startedNanos) / 1e9);
  }

  private long now() {
    return settings.nanos().getAsLong();
  }
}
