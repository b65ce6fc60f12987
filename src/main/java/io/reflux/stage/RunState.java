package io.reflux.stage;

/** What a run is about. */
public enum RunState {
  /** No task has begun yet. */
  STARTING("starting"),
  /** Its tasks are at work. */
  RUNNING("running"),
  /** The task at work waits until it is told to go on. */
  PAUSED("paused"),
  /** It was told to stop: what is in flight is finished, and a checkpoint is written. */
  STOPPING("stopping"),
  /** It was told to stop, and has; it can be resumed. */
  STOPPED("stopped"),
  /** All its tasks are done. */
  DONE("done"),
  /** A task has failed; the last checkpoint stands. */
  FAILED("failed");

  private final String word;

  RunState(String word) {
    this.word = word;
  }

  /** How it is shown. */
  public String word() {
    return word;
  }
}
