package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The guardian: starts the status board, then one scheduler after the other, in an order that
 * respects what tasks need. A task's stages belong to its scheduler; when a scheduler has ended,
 * and with it every stage, the next task begins.
 *
 * <pre>
 *  working ─► freeing ─► working … ─► ended
 *     └─► stopping ─► freeing ─────────┘
 * </pre>
 */
final class Supervisor {
  /** What a supervisor is told. */
  sealed interface Command {}

  /** Stop after the batches in flight, with a checkpoint. */
  record Stop() implements Command {}

  /** Tell how the run goes. */
  record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  /** Tell the task at work to do something else. */
  record Steer(SteeringOrder order) implements Command {}

  private record TaskEnded(TaskOutcome outcome) implements Command {}

  /**
   * What a supervisor works with.
   *
   * @param pipeline the pipeline's name
   * @param directory where the run writes
   * @param watchdog how often the stages are looked at, and when one hangs
   * @param fallbacks how often tasks may go back to their last checkpoint
   * @param tasks in an order that respects what they need
   * @param listener hears how it goes
   * @param ending completed when the run has ended and everything it owned is freed
   */
  record Dependencies(
      String pipeline,
      RunDirectory directory,
      Watchdog watchdog,
      Fallbacks fallbacks,
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
  private final Spawning spawning;
  private final Deque<Entry> waiting;
  private final List<TaskSummary> summaries = new ArrayList<>();

  private Supervisor(
      ActorContext<Command> context, Dependencies dependencies, RunTelemetry telemetry) {
    this.context = context;
    this.dependencies = dependencies;
    board = telemetry.board();
    waiting = new ArrayDeque<>(dependencies.tasks());
    ActorRef<TaskOutcome> replyTo = context.messageAdapter(TaskOutcome.class, TaskEnded::new);
    spawning = new Spawning(context, new TaskReporting(telemetry, replyTo));
  }

  // Phases

  private Behavior<Command> begin() {
    board.tell(new StatusBoard.State(RunState.RUNNING));
    return next();
  }

  /** Starts the next task that was not done before. */
  private Behavior<Command> next() {
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      TaskSummary before = entry.before();
      if (before == null) {
        Entry.Scheduled started = entry.spawn(spawning);
        context.watch(started.actor());
        return working(entry, started);
      }
      summaries.add(before);
    }
    return end(RunState.DONE, new Ending.Done(summaries));
  }

  /** A task is at work. */
  private Behavior<Command> working(Entry entry, Entry.Scheduled scheduled) {
    return watching(entry)
        .onMessage(TaskEnded.class, ended -> freeing(entry, ended.outcome(), true))
        .onMessage(Stop.class, stop -> stopping(entry, scheduled))
        .onMessage(Steer.class, steer -> onSteer(steer.order(), entry, scheduled))
        .build();
  }

  /** A task is at work and ends as soon as it can. */
  private Behavior<Command> stopping(Entry entry, Entry.Scheduled scheduled) {
    board.tell(new StatusBoard.State(RunState.STOPPING));
    scheduled.stop().run();
    return watching(entry)
        .onMessage(
            TaskEnded.class, ended -> ended.outcome().visit(new Stopping(entry, ended.outcome())))
        .onMessage(Stop.class, stop -> Behaviors.same())
        .onMessage(Steer.class, this::refuse)
        .build();
  }

  /**
   * A task has ended; its scheduler and all its stages free what they own.
   *
   * @param goesOn whether the run does; not if it was told to stop
   */
  private Behavior<Command> freeing(Entry entry, TaskOutcome outcome, boolean goesOn) {
    return phase()
        .onMessage(Stop.class, stop -> freeing(entry, outcome, false))
        .onMessage(Steer.class, this::refuse)
        .onSignal(
            Terminated.class,
            signal -> {
              board.tell(new StatusBoard.TaskEnded());
              return outcome.visit(new Conclusion(entry, goesOn));
            })
        .build();
  }

  /** The run was told to stop while its last task was ending: there may be more to do. */
  private Behavior<Command> leave(Entry entry) {
    long steps = summaries.get(summaries.size() - 1).steps();
    return waiting.isEmpty()
        ? next()
        : end(RunState.STOPPED, new Ending.Stopped(entry.name(), steps));
  }

  /** The run has ended. */
  private Behavior<Command> end(RunState state, Ending ending) {
    board.tell(new StatusBoard.State(state));
    dependencies.ending().complete(ending);
    return phase()
        .onMessage(Stop.class, stop -> Behaviors.same())
        .onMessage(Steer.class, this::refuse)
        .onSignal(Terminated.class, ended -> Behaviors.same())
        .build();
  }

  /** What every phase takes. */
  private BehaviorBuilder<Command> phase() {
    return Behaviors.receive(Command.class).onMessage(GetStatus.class, this::onGetStatus);
  }

  /** What every phase takes in which a scheduler is at work. */
  private BehaviorBuilder<Command> watching(Entry entry) {
    return phase()
        .onSignal(ChildFailed.class, failed -> died(entry, ErrorGuard.cause(failed)))
        .onSignal(
            Terminated.class,
            ended ->
                died(entry, new IllegalStateException("the scheduler ended without an outcome")));
  }

  // Messages

  private Behavior<Command> onGetStatus(GetStatus question) {
    board.tell(new StatusBoard.GetStatus(question.replyTo()));
    return Behaviors.same();
  }

  /** Stopping is the run's own; all else is for the task at work. */
  private Behavior<Command> onSteer(SteeringOrder order, Entry entry, Entry.Scheduled scheduled) {
    if (order.steering().ending().isEmpty()) {
      scheduled.steer().accept(order);
      return Behaviors.same();
    }
    order.done(0, "the run stops, with a checkpoint");
    return stopping(entry, scheduled);
  }

  private Behavior<Command> refuse(Steer steer) {
    Entry.Scheduled.refuse(steer.order());
    return Behaviors.same();
  }

  private Behavior<Command> died(Entry entry, Throwable cause) {
    board.tell(new StatusBoard.TaskEnded());
    return end(RunState.FAILED, new Ending.Failed(entry.name(), cause));
  }

  /** What a task's outcome means for a run that stops: what has stopped is not waited for. */
  private final class Stopping implements TaskOutcome.Visitor<Behavior<Command>> {
    private final Entry entry;
    private final TaskOutcome outcome;

    Stopping(Entry entry, TaskOutcome outcome) {
      this.entry = entry;
      this.outcome = outcome;
    }

    @Override
    public Behavior<Command> finished(TaskOutcome.Finished done) {
      return freeing(entry, outcome, false);
    }

    @Override
    public Behavior<Command> stopped(TaskOutcome.Stopped stopped) {
      return end(RunState.STOPPED, new Ending.Stopped(entry.name(), stopped.step()));
    }

    @Override
    public Behavior<Command> failed(TaskOutcome.Failed failed) {
      return freeing(entry, outcome, false);
    }
  }

  /** What a task's outcome means for the run. */
  private final class Conclusion implements TaskOutcome.Visitor<Behavior<Command>> {
    private final Entry entry;
    private final boolean goesOn;

    Conclusion(Entry entry, boolean goesOn) {
      this.entry = entry;
      this.goesOn = goesOn;
    }

    @Override
    public Behavior<Command> finished(TaskOutcome.Finished outcome) {
      TaskSummary summary = outcome.summary();
      try {
        entry.done(summary);
      } catch (RuntimeException e) {
        return end(RunState.FAILED, new Ending.Failed(entry.name(), e));
      }
      summaries.add(summary);
      dependencies.listener().heard(new RunEvent.TaskDone(entry.name(), summary));
      return goesOn ? next() : leave(entry);
    }

    @Override
    public Behavior<Command> stopped(TaskOutcome.Stopped outcome) {
      return end(RunState.STOPPED, new Ending.Stopped(entry.name(), outcome.step()));
    }

    @Override
    public Behavior<Command> failed(TaskOutcome.Failed outcome) {
      Fallbacks fallbacks = dependencies.fallbacks();
      Optional<String> back =
          goesOn ? fallbacks.after(entry.name(), outcome.cause()) : Optional.empty();
      if (back.isPresent()) {
        tell(back.get());
        entry.goesBack(back.get());
        waiting.addFirst(entry);
        return next();
      }
      entry.failed(outcome.cause()).ifPresent(this::tell);
      Throwable cause = fallbacks.last(entry.name(), outcome.cause());
      return end(RunState.FAILED, new Ending.Failed(entry.name(), cause));
    }

    private void tell(String sentence) {
      spawning.reporting().telemetry().tell(new RunEvent.Told(entry.name(), sentence));
    }
  }
}
