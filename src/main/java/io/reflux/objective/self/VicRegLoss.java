package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Map;

/**
 * VICReg: two views of an example should have one embedding (invariance), every component should
 * vary over a batch (variance), and no two components should say the same (covariance).
 *
 * <p>For two views of n examples in d components, Z and Z': invariance is the mean of all squared
 * differences {@code (Z - Z')²}; variance the mean over both views of {@code 1/d Σ_c [1 - √(var_c +
 * 1e-4)]₊}; covariance the sum over both views of {@code 1/d Σ_{c≠c'} cov_cc'²}. Variances and
 * covariances have n - 1 in the denominator; a batch of one example has neither. Embeddings are
 * taken as they are, so the network must not end in {@code l2-norm}; the paper's expander is a
 * head's matter.
 *
 * <p>Bardes, Ponce, LeCun: VICReg, ICLR 2022. Defaults: the paper's.
 *
 * @param invariance the weight of invariance
 * @param variance the weight of variance
 * @param covariance the weight of covariance
 */
public record VicRegLoss(double invariance, double variance, double covariance)
    implements Objective {
  private static final double EPS = 1e-4;

  public static VicRegLoss read(Section section) {
    return new VicRegLoss(
        section.number("invariance", Range.NOT_NEGATIVE),
        section.number("variance", Range.NOT_NEGATIVE),
        section.number("covariance", Range.NOT_NEGATIVE));
  }

  @Override
  public Needs needs() {
    return Needs.ofViews(2, BatchNeeds.ANY_ROW);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray both = Shapes.embeddings(input); // (2 n, d)
    if (input.views() != 2) {
      throw new IllegalArgumentException("views: " + input.views() + " (expected: 2)");
    }
    long n = both.getShape().get(0) / 2;
    NDArray first = both.get("0:" + n); // (n, d)
    NDArray second = both.get(n + ":"); // (n, d)
    NDArray alike = first.sub(second).square().mean();
    NDArray spread = Algebra.times(shortfall(first).add(shortfall(second)), 0.5);
    NDArray shared = redundancy(first).add(redundancy(second));
    NDArray sum =
        Algebra.times(alike, invariance)
            .add(Algebra.times(spread, variance))
            .add(Algebra.times(shared, covariance));
    return Loss.of(sum, Map.of("invariance", alike, "variance", spread, "covariance", shared));
  }

  /** How much the deviations of components lack to 1, the mean over components. */
  private static NDArray shortfall(NDArray z) {
    long n = z.getShape().get(0);
    if (n == 1) {
      return Algebra.nothing(z);
    }
    NDArray squares = centred(z).square().sum(new int[] {0}); // (d)
    NDArray deviation = Algebra.plus(Algebra.times(squares, 1.0 / (n - 1)), EPS).sqrt();
    return Algebra.positivePart(Algebra.plus(deviation.neg(), 1)).mean();
  }

  /** The squared covariances of different components, their sum over d. */
  private static NDArray redundancy(NDArray z) {
    long n = z.getShape().get(0);
    if (n == 1) {
      return Algebra.nothing(z);
    }
    NDArray centred = centred(z);
    NDArray covariances = // (d, d)
        Algebra.times(centred.transpose().matMul(centred), 1.0 / (n - 1));
    NDArray squares = covariances.mul(Pairs.offDiagonal(covariances)).square().sum();
    return Algebra.times(squares, 1.0 / z.getShape().get(1));
  }

  private static NDArray centred(NDArray z) {
    return z.sub(z.mean(new int[] {0}, true));
  }
}
