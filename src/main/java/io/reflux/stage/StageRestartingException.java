package io.reflux.stage;

import java.time.Duration;

/** A stage has failed and begins afresh after a delay; whoever asked asks again then. */
public final class StageRestartingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Duration delay;

  /** A stage of a name, and when to ask again. */
  public StageRestartingException(String stage, Duration delay) {
    super(
        stage
            + ": restarting (expected: at work); it is asked again in "
            + delay.toMillis()
            + " ms");
    this.delay = delay;
  }

  /** When to ask again. */
  Duration delay() {
    return delay;
  }
}
