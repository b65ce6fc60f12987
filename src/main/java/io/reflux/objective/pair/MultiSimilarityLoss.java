package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;

/**
 * Multi-similarity loss: pairs are picked by comparing them with an anchor's hardest pair of the
 * other kind, then weighed by how hard they are.
 *
 * <p>With cosines {@code S}: a negative is kept if {@code S + margin >} the anchor's least
 * positive, a positive if {@code S - margin <} its greatest negative. An anchor gives {@code 1/a
 * log(1 + Σ_positives exp(-a (S - threshold))) + 1/b log(1 + Σ_negatives exp(b (S - threshold)))},
 * or 0 if it lacks either kind; the mean over all anchors. Variant {@code original}: S2SD takes
 * inner products of the embeddings as they are, and the mean over the anchors that kept both kinds
 * (it stops if there is none; here the loss is 0).
 *
 * <p>Wang, Han, Huang, Dong, Scott: Multi-Similarity Loss, CVPR 2019. Defaults: its settings as the
 * LabelRelaxation repository has them.
 *
 * @param positiveWeight a
 * @param negativeWeight b
 * @param margin how much easier than the hardest pair may be kept
 * @param threshold the similarity between positives and negatives
 * @param variant paper or original
 */
public record MultiSimilarityLoss(
    double positiveWeight, double negativeWeight, double margin, double threshold, Variant variant)
    implements Objective {

  public static MultiSimilarityLoss read(Section section) {
    return new MultiSimilarityLoss(
        section.number("positive-weight", Range.POSITIVE),
        section.number("negative-weight", Range.POSITIVE),
        section.number("margin", Range.NOT_NEGATIVE),
        section.number("threshold", Range.ANY),
        Variant.read(section));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray rows = Shapes.labelled(input); // (n, d)
    return Loss.of(of(rows, input.labels()));
  }

  /** The loss of other embeddings than the input's, (n, d). */
  private NDArray of(NDArray rows, int[] labels) {
    NDArray x = variant == Variant.PAPER ? RowVectors.unit(rows) : rows;
    NDArray similarities = RowVectors.products(x, x); // (n, n)
    NDArray same = Pairs.sameClass(x.getManager(), labels);
    NDArray positive = same.logicalAnd(Algebra.positive(Pairs.offDiagonal(similarities)));
    NDArray negative = same.logicalNot();
    NDArray[] kept = mined(similarities.stopGradient(), positive, negative);
    NDArray distant = Algebra.plus(similarities, -threshold);
    NDArray pulled =
        Algebra.logOnePlusSumExp(Algebra.times(distant, -positiveWeight), kept[0]); // (n)
    NDArray pushed =
        Algebra.logOnePlusSumExp(Algebra.times(distant, negativeWeight), kept[1]); // (n)
    NDArray each =
        Algebra.times(pulled, 1 / positiveWeight).add(Algebra.times(pushed, 1 / negativeWeight));
    return variant == Variant.PAPER ? each.mean() : Algebra.meanOf(each, used(kept, each));
  }

  /** The positives and the negatives that are kept, as masks. (n, n) each */
  private NDArray[] mined(NDArray similarities, NDArray positive, NDArray negative) {
    int[] row = {1};
    NDArray least =
        Algebra.where(positive, similarities, Double.POSITIVE_INFINITY).min(row, true); // (n, 1)
    NDArray greatest =
        Algebra.where(negative, similarities, Double.NEGATIVE_INFINITY).max(row, true); // (n, 1)
    // Asked the other way round, so that what is no number is kept and seen in the loss.
    NDArray easyPositive = Algebra.plus(similarities, -margin).gte(greatest);
    NDArray easyNegative = Algebra.plus(similarities, margin).lte(least);
    return new NDArray[] {
      positive.logicalAnd(easyPositive.logicalNot()), negative.logicalAnd(easyNegative.logicalNot())
    };
  }

  /** 1 for the anchors that kept both kinds. (n) */
  private static NDArray used(NDArray[] kept, NDArray like) {
    int[] row = {1};
    NDArray positives = Algebra.positive(Algebra.weights(kept[0], like).sum(row));
    NDArray negatives = Algebra.positive(Algebra.weights(kept[1], like).sum(row));
    return Algebra.weights(positives.logicalAnd(negatives), like);
  }
}
