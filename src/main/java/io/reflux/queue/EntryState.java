package io.reflux.queue;

import java.util.Locale;

/** Where a pipeline file stands. */
enum EntryState {
  /** It is new, or has changed, and is being looked at. */
  CHECKING,
  /** It waits for its turn. */
  WAITING,
  /** Its process is there, or is about to be. */
  RUNNING,
  /** Its process was told to write a checkpoint and leave, for a while. */
  PAUSING,
  /** It waits until somebody resumes it. */
  PAUSED,
  /** Its process was told to leave for good. */
  CANCELLING,
  /** It was taken out of the queue. */
  CANCELLED,
  /** It is done. */
  DONE,
  /** It failed, and no restart mended that. */
  FAILED,
  /** The file is wrong. */
  REFUSED;

  /** The state in a word. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True if a process works at it. */
  boolean hasProcess() {
    return this == RUNNING || this == PAUSING || this == CANCELLING;
  }

  /** True if nothing more happens to it by itself. */
  boolean isOver() {
    return this == CANCELLED || this == DONE || this == FAILED || this == REFUSED;
  }
}
