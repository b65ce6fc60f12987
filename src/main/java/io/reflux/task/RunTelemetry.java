package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TaskPhase;

/**
 * Those who hear how a task goes: the status board, and the run's listener. Both hear the same
 * events. May be used by any thread.
 */
public final class RunTelemetry {
  private final ActorRef<StatusBoard.Command> board;
  private final RunListener listener;

  public RunTelemetry(ActorRef<StatusBoard.Command> board, RunListener listener) {
    this.board = board;
    this.listener = listener;
  }

  /** Tells what has happened. */
  public void tell(RunEvent event) {
    board.tell(new StatusBoard.Progress(event::after));
    listener.heard(event);
  }

  /** A task is in another phase. */
  void phase(TaskPhase phase) {
    board.tell(new StatusBoard.Progress(status -> status.withPhase(phase)));
  }

  /** The run's disk refuses something, and why; empty: it takes all again. */
  void diskTrouble(String trouble) {
    board.tell(new StatusBoard.Progress(status -> status.withDiskTrouble(trouble)));
  }

  /** The status board, for the stages. */
  public ActorRef<StatusBoard.Command> board() {
    return board;
  }
}
