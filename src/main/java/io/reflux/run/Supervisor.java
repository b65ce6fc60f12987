package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.engine.NativeMemory;
import io.reflux.pipeline.SideBySide;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.SteeringOrder;
import io.reflux.stage.Watchdog;
import io.reflux.task.ErrorGuard;
import io.reflux.task.RunTelemetry;
import io.reflux.task.Spawning;
import io.reflux.task.TaskOutcome;
import io.reflux.task.TaskReporting;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The guardian: starts the status board, then a scheduler for each task as soon as what it needs is
 * done and its devices are free. A task's stages belong to its scheduler; when a scheduler has
 * ended, and with it every stage, those begin that have waited for it. A task that fails takes
 * those with it that need it; the others go on.
 *
 * <pre>
 *  working ─► … ─► ended
 *     └─► stopping ──┘
 * </pre>
 */
final class Supervisor {
  /** What a supervisor is told. */
  sealed interface Command {}

  /** Stop after the batches in flight, with a checkpoint. */
  record Stop() implements Command {}

  /** Tell how the run goes. */
  record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  /** Tell a task at work, or all, to do something else. */
  record Steer(SteeringOrder order) implements Command {}

  private record TaskEnded(String task, TaskOutcome outcome) implements Command {}

  /**
   * What a supervisor works with.
   *
   * @param pipeline the pipeline's name
   * @param directory where the run writes
   * @param watchdog how often the stages are looked at, and when one hangs
   * @param fallbacks how often tasks may go back to their last checkpoint
   * @param side which tasks work side by side
   * @param tasks in an order that respects what they need
   * @param listener hears how it goes
   * @param ending completed when the run has ended and everything it owned is freed
   */
  record Dependencies(
      String pipeline,
      RunDirectory directory,
      Watchdog watchdog,
      Fallbacks fallbacks,
      SideBySide side,
      List<Entry> tasks,
      RunListener listener,
      CompletableFuture<Ending> ending) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.setup(
        context ->
            new Supervisor(context, dependencies, RunBoard.spawn(context, dependencies)).begin());
  }

  private final ActorContext<Command> context;
  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final Roster roster;
  private final AtWork atWork = new AtWork();
  private int started;

  private Supervisor(
      ActorContext<Command> context,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    this.context = context;
    this.dependencies = dependencies;
    this.board = board;
    roster = new Roster(dependencies.side(), dependencies.tasks());
  }

  // Phases

  private Behavior<Command> begin() {
    board.tell(new StatusBoard.State(RunState.RUNNING));
    return goOn();
  }

  /** Starts the tasks that may begin now; if none is at work then, the run is over. */
  private Behavior<Command> goOn() {
    roster.next(atWork.entries()).forEach(this::start);
    return atWork.isEmpty() ? over() : working();
  }

  /** Tasks are at work, or are freeing what they own. */
  private Behavior<Command> working() {
    return phase()
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(Stop.class, stop -> stopping())
        .onMessage(Steer.class, steer -> onSteer(steer.order()))
        .onSignal(ChildFailed.class, failed -> onFreed(failed.getRef(), ErrorGuard.cause(failed)))
        .onSignal(Terminated.class, ended -> onFreed(ended.getRef(), noOutcome()))
        .build();
  }

  /** Tasks end as soon as they can. What has stopped is not waited for: it frees what it owns. */
  private Behavior<Command> stopping() {
    board.tell(new StatusBoard.State(RunState.STOPPING));
    atWork.stop();
    return phase()
        .onMessage(TaskEnded.class, this::onLastEnded)
        .onMessage(Stop.class, stop -> Behaviors.same())
        .onMessage(Steer.class, this::refuse)
        .onSignal(ChildFailed.class, failed -> onLast(failed.getRef(), ErrorGuard.cause(failed)))
        .onSignal(Terminated.class, ended -> onLast(ended.getRef(), noOutcome()))
        .build();
  }

  /** No task is at work any more. */
  private Behavior<Command> over() {
    Ending ending = roster.ending();
    board.tell(new StatusBoard.State(ending.state()));
    dependencies.ending().complete(ending);
    return phase()
        .onMessage(TaskEnded.class, ended -> Behaviors.same())
        .onMessage(Stop.class, stop -> Behaviors.same())
        .onMessage(Steer.class, this::refuse)
        .onSignal(Terminated.class, ended -> Behaviors.same())
        .build();
  }

  /** What every phase takes. */
  private BehaviorBuilder<Command> phase() {
    return Behaviors.receive(Command.class).onMessage(GetStatus.class, this::onGetStatus);
  }

  // Messages

  private Behavior<Command> onGetStatus(GetStatus question) {
    board.tell(new StatusBoard.GetStatus(question.replyTo()));
    return Behaviors.same();
  }

  private Behavior<Command> onTaskEnded(TaskEnded ended) {
    atWork.ended(ended.task(), ended.outcome());
    return Behaviors.same();
  }

  /** A scheduler has ended, and with it all its stages. */
  private Behavior<Command> onFreed(ActorRef<?> scheduler, Throwable silent) {
    atWork.remove(scheduler).ifPresent(member -> conclude(member, silent, true));
    NativeMemory.giveBack();
    return goOn();
  }

  private Behavior<Command> onLastEnded(TaskEnded ended) {
    atWork.ended(ended.task(), ended.outcome());
    if (ended.outcome().isStopped()) {
      atWork
          .remove(ended.task())
          .ifPresent(member -> ended.outcome().visit(new Conclusion(member.entry(), false)));
    }
    return atWork.isEmpty() ? over() : Behaviors.same();
  }

  private Behavior<Command> onLast(ActorRef<?> scheduler, Throwable silent) {
    atWork.remove(scheduler).ifPresent(member -> conclude(member, silent, false));
    return atWork.isEmpty() ? over() : Behaviors.same();
  }

  /** Stopping is the run's own; all else is for tasks at work. */
  private Behavior<Command> onSteer(SteeringOrder order) {
    if (order.steering().ending().isEmpty()) {
      atWork.steer(order);
      return Behaviors.same();
    }
    if (!order.task().isEmpty()) {
      order.refuse("the run stops as a whole (expected: no task)");
      return Behaviors.same();
    }
    order.done(0, "the run stops, with a checkpoint");
    return stopping();
  }

  private Behavior<Command> refuse(Steer steer) {
    Entry.Scheduled.refuse(steer.order());
    return Behaviors.same();
  }

  private void start(Entry entry) {
    ActorRef<StatusBoard.Command> own =
        context.spawn(StatusBoard.of(entry.name(), board), "board-" + ++started);
    ActorRef<Command> self = context.getSelf();
    Entry.Scheduled scheduled =
        entry.spawn(
            new Spawning(
                context,
                new TaskReporting(
                    new RunTelemetry(own, dependencies.listener()),
                    outcome -> self.tell(new TaskEnded(entry.name(), outcome)))));
    context.watch(scheduled.actor());
    atWork.add(entry, scheduled, own);
  }

  private void conclude(AtWork.Member member, Throwable silent, boolean goesOn) {
    member
        .outcome()
        .ifPresentOrElse(
            outcome -> outcome.visit(new Conclusion(member.entry(), goesOn)),
            () -> fails(member.entry(), silent));
    member.board().tell(new StatusBoard.TaskEnded());
  }

  private static Throwable noOutcome() {
    return new IllegalStateException("the scheduler ended without an outcome");
  }

  /** The others go on; those that need this one never begin. */
  private boolean fails(Entry entry, Throwable cause) {
    List<String> leftOut = roster.failed(entry.name(), cause);
    if (!atWork.isEmpty() || roster.anyLeft()) { // else the run's own end tells it
      String without = leftOut.isEmpty() ? "" : "; left out, since it is needed: ";
      tell(entry, "failed: " + Failures.sentence(cause) + without + String.join(", ", leftOut));
    }
    return true;
  }

  private void tell(Entry entry, String sentence) {
    RunEvent told = new RunEvent.Told(entry.name(), sentence);
    board.tell(new StatusBoard.Progress(entry.name(), told::after));
    dependencies.listener().heard(told);
  }

  /** What a task's outcome means for the run. */
  private final class Conclusion implements TaskOutcome.Visitor<Boolean> {
    private final Entry entry;
    private final boolean goesOn;

    Conclusion(Entry entry, boolean goesOn) {
      this.entry = entry;
      this.goesOn = goesOn;
    }

    @Override
    public Boolean finished(TaskOutcome.Finished outcome) {
      TaskSummary summary = outcome.summary();
      try {
        entry.done(summary);
      } catch (RuntimeException e) {
        return fails(entry, e);
      }
      roster.done(entry.name(), summary);
      dependencies.listener().heard(new RunEvent.TaskDone(entry.name(), summary));
      return true;
    }

    @Override
    public Boolean stopped(TaskOutcome.Stopped outcome) {
      roster.stopped(entry.name(), outcome.step());
      return true;
    }

    @Override
    public Boolean failed(TaskOutcome.Failed outcome) {
      Fallbacks fallbacks = dependencies.fallbacks();
      Optional<String> back =
          goesOn ? fallbacks.after(entry.name(), outcome.cause()) : Optional.empty();
      if (back.isPresent()) {
        tell(entry, back.get());
        entry.goesBack(back.get());
        return true;
      }
      entry.failed(outcome.cause()).ifPresent(sentence -> tell(entry, sentence));
      return fails(entry, fallbacks.last(entry.name(), outcome.cause()));
    }
  }
}
