package io.reflux.conformance;

/**
 * How a run of golden cases ended.
 *
 * @param passed how many cases gave what was expected
 * @param failed how many did not
 * @param leftOut how many could not be run here
 */
public record Outcome(int passed, int failed, int leftOut) {
  static final Outcome NONE = new Outcome(0, 0, 0);
  static final Outcome PASSED = new Outcome(1, 0, 0);
  static final Outcome FAILED = new Outcome(0, 1, 0);
  static final Outcome LEFT_OUT = new Outcome(0, 0, 1);

  /** True if nothing failed and something ran. */
  public boolean success() {
    return failed == 0 && passed > 0;
  }

  /** The outcome of both. */
  Outcome plus(Outcome other) {
    return new Outcome(passed + other.passed, failed + other.failed, leftOut + other.leftOut);
  }

  @Override
  public String toString() {
    String ran = passed + " passed, " + failed + " failed";
    return leftOut == 0 ? ran : ran + ", " + leftOut + " left out";
  }
}
