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

  /**
   * One thing remembered.
   *
   * @param name as {@code exp_avg}
   * @param counter true for a single float32 number that counts steps, false for a tensor like the
   *     parameter; both begin at 0
   */
  record Slot(String name, boolean counter) {}
}
