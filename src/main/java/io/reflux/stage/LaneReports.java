package io.reflux.stage;

import akka.actor.typed.ActorRef;
import java.util.Optional;

/**
 * What is told of a lane that works elsewhere: how long its answers took, seen from here. For one
 * thread.
 */
public final class LaneReports {
  private final StageClock clock;
  private final ActorRef<StatusBoard.Command> board;
  private int open;

  /**
   * A lane that has nothing to do.
   *
   * @param settings its name here, and where it computes
   */
  public LaneReports(StageSettings settings, ActorRef<StatusBoard.Command> board) {
    clock = new StageClock(settings.stage(), settings.device(), System::nanoTime);
    this.board = board;
    tell(StageState.IDLE);
  }

  /** It is asked about some images, and may be at others still. */
  public void asked(Lane.Infer question) {
    if (open++ == 0) {
      begin(question);
    }
    tell(StageState.WORKING);
  }

  /** It has answered what it was at; what it is at next, if anything, is given. */
  public void answered(int images, Optional<Lane.Infer> next) {
    clock.end(images);
    open--;
    next.ifPresent(this::begin);
    tell(open == 0 ? StageState.IDLE : StageState.WORKING);
  }

  /** It could not answer what it was at. */
  public void failed(Optional<Lane.Infer> next) {
    clock.survived();
    answered(0, next);
  }

  /** It is in a state in which it is at nothing. */
  public void is(StageState state) {
    tell(state);
  }

  private void begin(Lane.Infer question) {
    clock.begin(new StageWork("inferring", question.subject(), question.images().rows()));
  }

  private void tell(StageState state) {
    board.tell(new StatusBoard.Stage(clock.report(state, open, 0)));
  }
}
