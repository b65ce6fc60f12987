package io.reflux.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Gradients held to differences of values. */
final class FiniteDifferences {
  private static final double STEP = 1e-6;

  private FiniteDifferences() {}

  /**
   * Compares the gradients of a loss with slopes in random directions.
   *
   * @param loss the loss of the batch, recorded
   * @param input the batch; its leaves are moved and put back
   * @param value the loss of the batch as it is then, or that of a surrogate
   */
  static void check(Loss loss, LossInput input, DoubleSupplier value) {
    Autograd.backward(loss.value());
    trained(input)
        .forEach(
            (what, leaf) -> {
              NDArray gradient =
                  leaf.hasGradient() ? leaf.getGradient().duplicate() : leaf.zerosLike();
              for (int trial = 0; trial < 3; trial++) {
                NDArray direction = direction(leaf, what + trial);
                double expected = Autograd.paused(() -> slope(leaf, direction, value));
                assertThat(gradient.mul(direction).sum().getDouble())
                    .as(what)
                    .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
              }
            });
  }

  /** All leaves with a gradient: the student's outputs and the parameters. */
  static Map<String, NDArray> trained(LossInput input) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    input.student().forEach((name, x) -> all.put("student." + name, x));
    input.parameters().forEach((name, x) -> all.put("parameters." + name, x));
    return all;
  }

  private static double slope(NDArray leaf, NDArray direction, DoubleSupplier value) {
    leaf.addi(direction.mul(STEP));
    double above = value.getAsDouble();
    leaf.subi(direction.mul(2 * STEP));
    double below = value.getAsDouble();
    leaf.addi(direction.mul(STEP));
    return (above - below) / (2 * STEP);
  }

  private static NDArray direction(NDArray leaf, String name) {
    Draws draws = Chance.of(9).at(name).draws();
    double[] values = new double[(int) leaf.getShape().size()];
    Arrays.setAll(values, i -> draws.nextGaussian());
    return leaf.getManager().create(values, leaf.getShape());
  }
}
