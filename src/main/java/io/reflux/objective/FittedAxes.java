package io.reflux.objective;

/**
 * A memory that is filled before the first step with the principal axes of what a teacher says of
 * the training images, un-augmented: (size + 1, d'), the mean in front and an axis in each further
 * row, the one with the largest variance first.
 *
 * @param memory its name
 * @param output the teacher's output whose axes they are, one vector of d' numbers a row
 * @param whitened whether each axis is divided by the deviation along it
 */
public record FittedAxes(String memory, String output, boolean whitened) {

  /** The same under other names. */
  public FittedAxes named(String otherMemory, String otherOutput) {
    return new FittedAxes(otherMemory, otherOutput, whitened);
  }
}
