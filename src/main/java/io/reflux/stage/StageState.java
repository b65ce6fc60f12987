package io.reflux.stage;

/** What a stage is about. */
public enum StageState {
  /** It has nothing to do. */
  IDLE("idle"),
  /** It is at a piece of work, which is named beside it. */
  WORKING("working"),
  /** It has accepted work and waits for room in memory, or for another try. */
  WAITING("waiting"),
  /** It has failed and begins afresh after a delay; what was asked of it is asked again. */
  RESTARTING("restarting"),
  /** It has been at one piece of work for longer than its own history lets expect. */
  HANGING("hanging"),
  /** It has failed too often in a row; others do its work. */
  ASIDE("aside"),
  /** It has failed once too often; its task fails with it. */
  FAILED("failed"),
  /** Its task is over. */
  STOPPED("stopped");

  private final String word;

  StageState(String word) {
    this.word = word;
  }

  /** How it is shown. */
  public String word() {
    return word;
  }
}
