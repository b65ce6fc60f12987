package io.reflux.setting;

/**
 * A stretch of training: so many epochs, or so many steps.
 *
 * @param count how many; never negative
 * @param unit of what
 */
public record Span(long count, Unit unit) {

  /** What a span is counted in. */
  public enum Unit {
    EPOCHS,
    STEPS
  }

  /** So many epochs. */
  public static Span epochs(long count) {
    return new Span(count, Unit.EPOCHS);
  }

  /** So many steps. */
  public static Span steps(long count) {
    return new Span(count, Unit.STEPS);
  }

  /** The same span in steps, for epochs of the given length. */
  public long inSteps(long stepsPerEpoch) {
    return unit == Unit.STEPS ? count : Math.multiplyExact(count, stepsPerEpoch);
  }

  @Override
  public String toString() {
    String one = unit == Unit.EPOCHS ? "epoch" : "step";
    return count + " " + one + (count == 1 ? "" : "s");
  }
}
