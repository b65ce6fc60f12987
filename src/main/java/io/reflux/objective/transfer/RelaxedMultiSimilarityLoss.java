package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Pairs;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Relaxed multi-similarity loss: as {@link RelaxedContrastiveLoss}, but the far positives and near
 * negatives of an anchor weigh most.
 *
 * <p>With {@code w} and {@code R} as there, for each anchor {@code 1/a log(1 + Σ_{j≠i} w exp(a R))
 * + 1/b log(1 + Σ_{j≠i} (1 - w) exp(b (delta - R)))}; the mean over the anchors whose value is
 * positive. With several views, two views of one example count as a full positive (w = 1).
 *
 * <p>Kim, Kim, Cho, Kwak: Embedding Transfer with Label Relaxation for Improved Metric Learning,
 * CVPR 2021. Defaults: its repository, where the loss stops on an undefined name; that name is read
 * as the student's embeddings.
 *
 * @param sigma how fast a teacher's distance turns a positive into a negative
 * @param delta the margin, in units of the mean distance
 * @param positiveScale a: how much more the far positives weigh
 * @param negativeScale b: how much more the near negatives weigh
 */
public record RelaxedMultiSimilarityLoss(
    double sigma, double delta, double positiveScale, double negativeScale)
    implements RowRelations {

  public static RelaxedMultiSimilarityLoss read(Section section) {
    return new RelaxedMultiSimilarityLoss(
        section.number("sigma", Range.POSITIVE),
        section.number("delta", Range.POSITIVE),
        section.number("positive-scale", Range.POSITIVE),
        section.number("negative-scale", Range.POSITIVE));
  }

  @Override
  public Loss loss(LossInput input) {
    return RowRelations.compared(input, (x, teacher) -> value(x, weights(teacher, input.views())));
  }

  private NDArray value(NDArray x, NDArray attract) {
    NDArray relaxed = Relaxed.distances(x); // (n, n)
    NDArray others = Pairs.offDiagonal(relaxed);
    NDArray pull = weighed(Algebra.times(relaxed, positiveScale), attract.mul(others));
    NDArray push =
        weighed(
            Algebra.times(Algebra.plus(relaxed.neg(), delta), negativeScale),
            Algebra.plus(attract.neg(), 1).mul(others));
    NDArray each =
        Algebra.times(pull, 1 / positiveScale).add(Algebra.times(push, 1 / negativeScale)); // (n)
    return Algebra.meanOfPositive(each);
  }

  private NDArray weights(NDArray teacher, int views) {
    NDArray weights = Relaxed.weights(teacher, sigma);
    if (views == 1) {
      return weights;
    }
    NDArray partners = Pairs.sameExample(teacher, views);
    return weights.mul(Algebra.plus(partners.neg(), 1)).add(partners);
  }

  /** log(1 + the sum over a row of weight exp(x)), for weights of 0 and more. (n, n) to (n). */
  private static NDArray weighed(NDArray x, NDArray weights) {
    NDArray some =
        weights.lte(Algebra.scalar(weights, 0)).logicalNot(); // what is no number is some, too
    return Algebra.logOnePlusSumExp(x.add(Algebra.where(some, weights, 1).log()), some);
  }
}
