package io.reflux.rundir;

import java.util.Locale;

/** What may have become another thing between two attempts of a run. */
public enum ChangeKind {
  /** The images and their classes. */
  IMAGES,
  /** Files of weights: those that the pipeline names, and those that done tasks have left. */
  WEIGHTS,
  /** What the pipeline file says. */
  PIPELINE,
  /** What tasks that have begun were made with. */
  NEEDS,
  /** The lines of metrics.csv and evaluations.csv that were written by the last checkpoint. */
  TABLES,
  /** The program that computes. */
  VERSION;

  /** Its name in {@code --allow}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
