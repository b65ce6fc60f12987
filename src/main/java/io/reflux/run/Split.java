package io.reflux.run;

/** Which examples are loaded, and how they are cut. */
enum Split {
  /** Training examples under the training view. */
  TRAIN,
  /** Training examples under the evaluation view: what a clean cache shows the teacher. */
  CLEAN,
  /** Test examples under the evaluation view. */
  TEST
}
