package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.setting.Amount;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TaskPhase;
import java.util.Optional;

/**
 * Those who hear how a task goes: the status board, and the run's listener. Both hear the same
 * events. May be used by any thread.
 */
public final class RunTelemetry {
  private final ActorRef<StatusBoard.Command> board;
  private final RunListener listener;
  private volatile Optional<RunEvent.Measuring> measuring = Optional.empty();

  public RunTelemetry(ActorRef<StatusBoard.Command> board, RunListener listener) {
    this.board = board;
    this.listener = listener;
  }

  /** Tells what has happened. */
  public void tell(RunEvent event) {
    board.tell(new StatusBoard.Progress(event::after));
    listener.heard(event);
  }

  /** Tells how far the measuring of a network has come. */
  void measuring(RunEvent.Measuring now) {
    measuring = Optional.of(now);
    tell(now);
  }

  /**
   * How far the latest measuring has come, as {@code (1,280 of 5,000 images)}; empty before any.
   */
  String measured() {
    return measuring
        .map(now -> String.format(" (%,d of %s)", now.images(), Amount.of(now.of(), "image")))
        .orElse("");
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
