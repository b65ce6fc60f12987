package io.reflux.rundir;

/**
 * Something that a task in training was told to do otherwise, at a definite step.
 *
 * @param step the step, from 1: a rate holds from it on; an evaluation or a checkpoint comes after
 *     it
 * @param kind what is done otherwise
 * @param factor what the schedule's rates are multiplied by; 1 where that is not the point
 */
public record StepChange(long step, Kind kind, double factor) {

  /** What can be done otherwise. */
  public enum Kind {
    /** Rates are multiplied by a factor, in place of an earlier one. */
    LEARNING_RATE("learning-rate"),
    /** The students are evaluated. */
    EVALUATE("evaluate"),
    /** A checkpoint is written. */
    CHECKPOINT("checkpoint");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** How it is written. */
    public String word() {
      return word;
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the step is below 1, or the factor not finite and above 0
   */
  public StepChange {
    if (step < 1) {
      throw new IllegalArgumentException("step: " + step + " (expected: >= 1)");
    }
    if (!(factor > 0) || factor == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("factor: " + factor + " (expected: a finite number > 0)");
    }
  }

  /** A change that has no factor. */
  public StepChange(long step, Kind kind) {
    this(step, kind, 1);
  }
}
