package io.reflux.conformance;

/**
 * How a run of golden cases ended.
 *
 * @param passed how many cases gave what was expected
 * @param failed how many did not
 */
public record Outcome(int passed, int failed) {

  /** True if nothing failed and something ran. */
  public boolean success() {
    return failed == 0 && passed > 0;
  }

  /** The outcome of both. */
  Outcome plus(Outcome other) {
    return new Outcome(passed + other.passed, failed + other.failed);
  }

  @Override
  public String toString() {
    return passed + " passed, " + failed + " failed";
  }
}
