package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StatusBoard;
import io.reflux.task.Spawning;
import io.reflux.task.TaskOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The guardian: starts the status board, then one scheduler after the other, in an order that
 * respects what tasks need. A task's stages belong to its scheduler; when a scheduler has ended,
 * and with it every stage, the next task begins.
 */
final class Supervisor extends AbstractBehavior<Supervisor.Command> {
  /** What a supervisor is told. */
  sealed interface Command {}

  /** Stop after the batches in flight, with a checkpoint. */
  record Stop() implements Command {}

  /** Tell how the run goes. */
  record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  private record TaskEnded(TaskOutcome outcome) implements Command {}

  /** How a run ended. */
  sealed interface Ending {}

  /** Every task is done. */
  record Done(List<TaskSummary> tasks) implements Ending {}

  /** It was told to stop. */
  record Stopped(String task, long step) implements Ending {}

  /** A task failed. */
  record Failed(String task, Throwable cause) implements Ending {}

  /** A task that is ready to be started, or was done in an earlier sitting. */
  interface Entry {
    /** The task's name. */
    String name();

    /** What it came to, if it was done before. */
    @Nullable TaskSummary before();

    /**
     * Spawns the task's scheduler, which makes all ready, works, and tells how it ended.
     *
     * @param spawning how it is spawned
     */
    Scheduled spawn(Spawning spawning);

    /** Writes down that the task is done. */
    void done(TaskSummary summary);
  }

  /**
   * A task at work.
   *
   * @param actor its scheduler
   * @param stop asks it to end early, with a checkpoint
   */
  record Scheduled(ActorRef<?> actor, Runnable stop) {}

  /**
   * What a supervisor works with.
   *
   * @param pipeline the pipeline's name
   * @param directory where the run writes
   * @param tasks in an order that respects what they need
   * @param listener hears how it goes
   * @param ending completed when the run has ended and everything it owned is freed
   */
  record Dependencies(
      String pipeline,
      RunDirectory directory,
      List<Entry> tasks,
      RunListener listener,
      CompletableFuture<Ending> ending) {}

  static Behavior<Command> create(Dependencies dependencies) {
    return Behaviors.setup(context -> new Supervisor(context, dependencies));
  }

  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final Deque<Entry> waiting;
  private final List<TaskSummary> summaries = new ArrayList<>();
  private @Nullable Entry current;
  private @Nullable Scheduled scheduled;
  private @Nullable TaskOutcome outcome;
  private boolean stopping;

  private Supervisor(ActorContext<Command> context, Dependencies dependencies) {
    super(context);
    this.dependencies = dependencies;
    waiting = new ArrayDeque<>(dependencies.tasks());
    board =
        context.spawn(
            StatusBoard.create(dependencies.pipeline(), dependencies.directory()), "status-board");
    board.tell(new StatusBoard.State("running"));
    startNext();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(Stop.class, this::onStop)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private void startNext() {
    Entry entry = waiting.poll();
    if (entry == null) {
      end("done", new Done(summaries));
      return;
    }
    current = entry;
    TaskSummary before = entry.before();
    if (before != null) {
      summaries.add(before);
      startNext();
    } else {
      start(entry);
    }
  }

  private void start(Entry entry) {
    outcome = null;
    ActorRef<TaskOutcome> replyTo = getContext().messageAdapter(TaskOutcome.class, TaskEnded::new);
    Scheduled started = entry.spawn(new Spawning(getContext(), board, replyTo));
    getContext().watch(started.actor());
    scheduled = started;
  }

  private Behavior<Command> onTaskEnded(TaskEnded ended) {
    outcome = ended.outcome();
    return this;
  }

  /** The scheduler and all its stages are gone: what they owned is free. */
  private Behavior<Command> onTerminated(Terminated signal) {
    scheduled = null;
    board.tell(new StatusBoard.TaskEnded());
    Entry entry = java.util.Objects.requireNonNull(current);
    TaskOutcome ended = outcome;
    if (ended instanceof TaskOutcome.Finished finished) {
      finish(entry, finished.summary());
    } else if (ended instanceof TaskOutcome.Stopped stopped) {
      end("stopped", new Stopped(entry.name(), stopped.step()));
    } else if (ended instanceof TaskOutcome.Failed failed) {
      end("failed", new Failed(entry.name(), failed.cause()));
    } else {
      end("failed", new Failed(entry.name(), causeOf(signal)));
    }
    return this;
  }

  private static Throwable causeOf(Terminated signal) {
    return signal instanceof ChildFailed failed
        ? Failures.cause(failed.getCause())
        : new IllegalStateException("the scheduler ended without an outcome");
  }

  private void finish(Entry entry, TaskSummary summary) {
    try {
      entry.done(summary);
    } catch (RuntimeException e) {
      end("failed", new Failed(entry.name(), e));
      return;
    }
    summaries.add(summary);
    dependencies.listener().heard(new RunEvent.TaskDone(entry.name(), summary));
    if (stopping && !waiting.isEmpty()) {
      end("stopped", new Stopped(entry.name(), summary.steps()));
    } else {
      startNext();
    }
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = true;
    board.tell(new StatusBoard.State("stopping"));
    if (scheduled != null) {
      scheduled.stop().run();
    }
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    board.tell(new StatusBoard.GetStatus(question.replyTo()));
    return this;
  }

  private void end(String state, Ending ending) {
    board.tell(new StatusBoard.State(state));
    dependencies.ending().complete(ending);
  }
}
