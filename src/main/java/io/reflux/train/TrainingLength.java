package io.reflux.train;

import io.reflux.setting.Span;

/**
 * How long a training is.
 *
 * @param epochs passes over the training split
 * @param stepsPerEpoch steps of one pass
 */
public record TrainingLength(int epochs, int stepsPerEpoch) {

  /** Refuses a training without steps. */
  public TrainingLength {
    if (epochs < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "training: " + epochs + " epochs of " + stepsPerEpoch + " steps (expected: >= 1 each)");
    }
  }

  /** The time before a step in a unit: whole epochs behind it, or steps behind it. */
  long elapsed(long step, Span.Unit unit) {
    return unit == Span.Unit.EPOCHS ? step / stepsPerEpoch : step;
  }

  /** The whole training, as a span. */
  Span whole() {
    return Span.epochs(epochs);
  }
}
