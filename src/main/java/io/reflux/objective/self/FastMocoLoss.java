package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.objective.Algebra;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;

/**
 * Momentum contrast whose negatives count by how likely their distance is on the sphere, so that a
 * small queue does.
 *
 * <p>As {@link MocoLoss}, but the negative logits are multiplied by weights w without gradient.
 * With {@code d = max(√(2 - 2⟨q_i, m_j⟩), lower-cutoff)} and {@code g = (2 - dim) log d - (dim -
 * 3)/2 log(1 - d²/4)}: w is exp(g), 0 where {@code d > upper-cutoff}, divided by its sum over the
 * queue. Where all would be 0, they are alike. Variant {@code original}: the sum is that over the
 * queries instead (DiVA without its option {@code diva_fixed}).
 *
 * <p>Milbich, Roth, Bharadhwaj et al.: DiVA, ECCV 2020. Defaults: its repository; the size of the
 * queue is ours. Exactly opposite vectors give NaN there; here the logarithm is limited.
 *
 * @param temperature fixed or trained
 * @param lowerCutoff shorter distances count as this
 * @param upperCutoff longer distances don't count
 * @param queueSize how many keys are remembered
 * @param variant paper or original
 */
record FastMocoLoss(
    Temperature temperature, double lowerCutoff, double upperCutoff, int queueSize, Variant variant)
    implements QueueObjective {
  /** 1 - d²/4 is limited here, short of opposite vectors. */
  private static final double OPPOSITE = 1e-6;

  static FastMocoLoss read(Section section) {
    return new FastMocoLoss(
        Temperature.read(section),
        section.number("lower-cutoff", Range.between(1e-3, 1.99)),
        section.number("upper-cutoff", Range.between(1e-3, 2)),
        section.whole("queue-size", Range.atLeast(1)),
        Variant.read(section));
  }

  @Override
  public NDArray others(NDArray products, long size) {
    return products.mul(weights(products.stopGradient(), size)); // (n, m)
  }

  private NDArray weights(NDArray products, long size) {
    NDArray squares =
        Algebra.atLeast(
            Algebra.plus(Algebra.times(products, -2), 2), lowerCutoff * lowerCutoff); // (n, m)
    NDArray beyond = squares.gt(Algebra.scalar(squares, upperCutoff * upperCutoff));
    NDArray room = Algebra.atLeast(Algebra.plus(Algebra.times(squares, -0.25), 1), OPPOSITE);
    NDArray g =
        Algebra.times(squares.log(), (2 - size) / 2.0)
            .sub(Algebra.times(room.log(), (size - 3) / 2.0));
    // A row without any allowed entry gets equal weights: all its entries are equally low.
    double floor = products.getDataType() == DataType.FLOAT64 ? -1e300 : -1e30;
    NDArray allowed = Algebra.where(beyond.logicalNot(), g, floor);
    return allowed.softmax(variant == Variant.PAPER ? 1 : 0);
  }
}
