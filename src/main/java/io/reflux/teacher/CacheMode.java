package io.reflux.teacher;

/** What the feature cache keeps. */
public enum CacheMode {
  /** Nothing: the teacher answers every batch. */
  OFF,
  /** One answer per example, of its image without augmentation. */
  CLEAN,
  /** The answers of so many epochs, whose augmentations then repeat. */
  REPLAY
}
