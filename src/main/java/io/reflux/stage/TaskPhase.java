package io.reflux.stage;

/** What a task is about. */
public enum TaskPhase {
  /** There is no task at work. */
  NONE(""),
  /** Its networks are made and loaded. */
  PREPARING("preparing"),
  /** The teacher's own metrics are found, before its students learn. */
  MEASURING_TEACHER("measuring teacher"),
  /** Students learn; earlier states of them may be evaluated meanwhile. */
  TRAINING("training"),
  /** No further batch is let in; those in flight are trained on. */
  PAUSING("pausing"),
  /** Nothing is trained until it is told to go on. */
  PAUSED("paused"),
  /** A network is measured, and nothing is learned. */
  EVALUATING("evaluating"),
  /** A model is written for others. */
  EXPORTING("exporting"),
  /** It was told to stop: what is in flight is finished, and a checkpoint is written. */
  STOPPING("stopping");

  private final String word;

  TaskPhase(String word) {
    this.word = word;
  }

  /** How it is shown. */
  public String word() {
    return word;
  }
}
