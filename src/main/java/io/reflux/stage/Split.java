package io.reflux.stage;

import java.util.Locale;

/** Which examples are loaded, and how they are cut. */
public enum Split {
  /** Training examples under the training view. */
  TRAIN,
  /** Training examples under the evaluation view: what a clean cache shows the teacher. */
  CLEAN,
  /** The examples that are measured, under the evaluation view. */
  TEST,
  /** The examples among which neighbours are looked for, under the evaluation view. */
  GALLERY,
  /** The same examples under the view that a linear probe learns from. */
  PROBE,
  /** Training examples under the first training view: what a memory queue begins with. */
  QUEUE;

  /** Its name where others are told how images are made. */
  public String part() {
    return name().toLowerCase(Locale.ROOT);
  }
}
