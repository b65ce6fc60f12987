package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.TimelineFile;
import java.util.Collection;
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
  public sealed interface Command {
    /** The same, told of a task by one that knows of no other. */
    default Command of(String task) {
      return this;
    }

    /** True if a task tells nothing after it. */
    default boolean isLast() {
      return false;
    }
  }

  /** A stage's words about itself; replaces what it said before. */
  record Stage(String task, StageReport report) implements Command {
    Stage(StageReport report) {
      this("", report);
    }

    @Override
    public Command of(String other) {
      return new Stage(other, report);
    }
  }

  /** How a task goes. Never leaves the JVM. */
  public record Progress(String task, UnaryOperator<TaskProgress> change) implements Command {
    public Progress(UnaryOperator<TaskProgress> change) {
      this("", change);
    }

    @Override
    public Command of(String other) {
      return new Progress(other, change);
    }
  }

  /** A stage copes with something, in a sentence for people: the run's listener hears of it. */
  record Told(String task, String sentence) implements Command {
    Told(String sentence) {
      this("", sentence);
    }

    @Override
    public Command of(String other) {
      return new Told(other, sentence);
    }
  }

  /** The run is in another state. */
  public record State(RunState state) implements Command {}

  /** What is known of the run's disk. */
  record Disk(DiskOutlook outlook) implements Command {}

  /** Forget the stages of a task: it has ended. */
  public record TaskEnded(String task) implements Command {
    public TaskEnded() {
      this("");
    }

    @Override
    public Command of(String other) {
      return new TaskEnded(other);
    }

    @Override
    public boolean isLast() {
      return true;
    }
  }

  /** Tell how the run goes; if a task is named, only how that goes. */
  public record GetStatus(String task, ActorRef<RunStatus> replyTo) implements Command {
    public GetStatus(ActorRef<RunStatus> replyTo) {
      this("", replyTo);
    }

    @Override
    public Command of(String other) {
      return new GetStatus(other, replyTo);
    }
  }

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
   * @param listener hears of a stage that hangs, that it goes on, and of what stages cope with
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

  /** The part of a board that stages of one task know of: to them it is all there is. */
  public static Behavior<Command> of(String task, ActorRef<Command> board) {
    return Behaviors.receiveMessage(
        command -> {
          board.tell(command.of(task));
          return command.isLast() ? Behaviors.stopped() : Behaviors.same();
        });
  }

  private final Settings settings;
  private final Hearers hearers;
  private final long startedNanos;
  private final Map<String, TaskBoard> tasks = new LinkedHashMap<>();
  private TaskProgress before = TaskProgress.NONE;
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
        .onMessage(Told.class, this::onTold)
        .onMessage(State.class, this::onState)
        .onMessage(Disk.class, this::onDisk)
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Look.class, this::onLook)
        .build();
  }

  private Behavior<Command> onStage(Stage told) {
    task(told.task()).told(told.report(), now());
    return this;
  }

  private Behavior<Command> onProgress(Progress told) {
    task(told.task()).changed(told.change());
    return this;
  }

  private Behavior<Command> onTold(Told told) {
    RunEvent event = new RunEvent.Told(told.task(), told.sentence());
    task(told.task()).changed(event::after);
    hearers.listener().heard(event);
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
    TaskBoard ended = tasks.remove(told.task());
    before = ended == null ? before : ended.progress();
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(question.task().isEmpty() ? status() : status(question.task()));
    return this;
  }

  private Behavior<Command> onLook(Look look) {
    long now = now();
    for (TaskBoard task : tasks.values()) {
      task.look(now).forEach(stage -> tellHanging(task.progress().task(), stage));
      if (!task.progress().task().isEmpty()) {
        List<StageStatus> did = task.stages(now);
        task.starved(did).ifPresent(sentence -> onTold(new Told(task.progress().task(), sentence)));
        List<TimelineFile.Row> rows =
            did.stream()
                .map(
                    each -> new TimelineFile.Row(each.stage(), each.busyShare(), each.queueDepth()))
                .toList();
        hearers
            .timeline()
            .tell(
                new TimelineWriter.Rows((now - startedNanos) / 1e9, task.progress().task(), rows));
      }
    }
    return this;
  }

  private void tellHanging(String task, StageStatus stage) {
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

  private TaskBoard task(String name) {
    return tasks.computeIfAbsent(
        name,
        each -> {
          TaskBoard made = new TaskBoard(settings.watchdog(), each);
          if (before.task().equals(each)) { // it begins again
            made.changed(progress -> progress.withNotes(before.notes()));
          }
          return made;
        });
  }

  private RunStatus status() {
    return status(tasks.values());
  }

  private RunStatus status(String task) {
    return status(List.of(task(task)));
  }

  private RunStatus status(Collection<TaskBoard> shown) {
    long now = now();
    List<TaskProgress> atWork =
        shown.stream().map(TaskBoard::progress).filter(each -> !each.task().isEmpty()).toList();
    List<StageStatus> stages = shown.stream().flatMap(each -> each.stages(now).stream()).toList();
    return status
        .with(atWork.isEmpty() ? List.of(before) : atWork)
        .with(stages, (now - startedNanos) / 1e9);
  }

  private long now() {
    return settings.nanos().getAsLong();
  }
}
