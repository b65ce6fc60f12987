package io.reflux.stage;

/** A stage has ended before its task has, and nothing is left to begin afresh: the task fails. */
public final class StageFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StageFailedException(String stage, Throwable cause) {
    super(stage + " died: " + Failures.sentence(cause), cause);
  }

  /**
   * The failure of a stage.
   *
   * @param stage its name
   * @param cause why it failed; if that is itself the failure of a stage, as of a lane that was the
   *     pool's last one, there is no other
   */
  public static StageFailedException of(String stage, Throwable cause) {
    return Failures.ofStage(cause).orElseGet(() -> new StageFailedException(stage, cause));
  }

  /** The failure of a stage that has ended without one. */
  public static StageFailedException ofEnded(String stage) {
    return new StageFailedException(
        stage, new IllegalStateException("stopped (expected: at work until the task ends)"));
  }
}
