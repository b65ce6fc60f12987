package io.reflux.train;

import java.util.List;

/**
 * How a gradient becomes a step: a few lines of TorchScript, the numbers they use, and what they
 * remember of each parameter.
 */
public sealed interface UpdateRule permits Adam, Sgd, RmsProp {

  /** What is remembered of a parameter, under the names that PyTorch's optimizers use. */
  List<Slot> slots();

  /** The numbers that {@link #script()} reads as {@code c[0]}, {@code c[1]}… */
  double[] constants();

  /**
   * The statements of an update. They see lists of tensors {@code p} (parameters), {@code g}
   * (gradients, which they may overwrite), one list for each slot by name, and the numbers {@code
   * lr}, {@code decay} and {@code c}.
   */
  String script();

  /** The rates that trainings are usually given; one far from them is probably a slip. */
  Rates usualRates();

  /**
   * Rates.
   *
   * @param least the smallest
   * @param most the largest
   * @param words both, as people write them
   */
  record Rates(double least, double most, String words) {
    private static final double FAR_ABOVE = 10;
    private static final double FAR_BELOW = 100;

    /** Steps of the size of the rate: published trainings of embeddings have 1e-6 to 1e-2. */
    static final Rates OF_THE_STEP = new Rates(1e-6, 1e-2, "1e-6 … 1e-2");

    /** Steps of the rate times the gradient: from fine-tuning's 1e-4 to SwAV's and SimReg's 1. */
    static final Rates OF_THE_GRADIENT = new Rates(1e-4, 1, "1e-4 … 1");

    /** Whether a rate, which isn't 0, is ten times the largest, or a hundredth of the smallest. */
    public boolean areFarFrom(double rate) {
      return rate > FAR_ABOVE * most || rate < least / FAR_BELOW;
    }
  }

  /**
   * One thing remembered.
   *
   * @param name as {@code exp_avg}
   * @param counter true for a single float32 number that counts steps, false for a tensor like the
   *     parameter; both begin at 0
   */
  record Slot(String name, boolean counter) {}
}
