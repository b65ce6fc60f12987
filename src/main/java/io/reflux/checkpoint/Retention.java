package io.reflux.checkpoint;

/**
 * Which checkpoints stay when a further one is written.
 *
 * @param last how many of the last written, at least 1
 * @param best true if the newest best one of each student stays too
 * @param everySteps those at a multiple of so many steps stay too; 0 for none
 */
public record Retention(int last, boolean best, long everySteps) {

  /** Checks the numbers. */
  public Retention {
    if (last < 1) {
      throw new IllegalArgumentException("checkpoint.keep-last: " + last + " (expected: >= 1)");
    }
    if (everySteps < 0) {
      throw new IllegalArgumentException(
          "checkpoint.keep-every: " + everySteps + " (expected: >= 0)");
    }
  }

  /** The last ones, and the best. */
  public static Retention ofLast(int last) {
    return new Retention(last, true, 0);
  }

  /** True if a checkpoint of this step stays for good. */
  boolean keepsForGood(long step) {
    return everySteps > 0 && step > 0 && step % everySteps == 0;
  }
}
