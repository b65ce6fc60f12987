package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * A proxy loss between Proxy-NCA and Proxy-Anchor, by cosines or distances.
 *
 * <p>With unit embeddings and proxies, {@code sim} the cosine (sign = 1) or the euclidean distance
 * (sign = -1): {@code P_ij = -sign positive-alpha (sim(x_i, proxy of y_j) - positive-delta)} where
 * {@code y_i = y_j}, {@code N_ic = sign negative-alpha (sim(x_i, proxy_c) - negative-delta)} where
 * {@code c ≠ y_i}. Mode {@code anchor} takes the log-sum-exp over i, mode {@code nca} over the
 * other index; then softplus, then the mean over what remains, entries without a term left out.
 *
 * <p>The DiVA repository, whose options for it have no defaults; these are Proxy-Anchor's. P has a
 * column for each row, not for each class, so mode anchor weighs a class by its rows.
 *
 * @param mode over which index terms are gathered
 * @param euclidean true for distances, false for cosines
 * @param positiveAlpha the scale of positives
 * @param positiveDelta the boundary of positives
 * @param negativeAlpha the scale of negatives
 * @param negativeDelta the boundary of negatives
 */
public record OproxyLoss(
    Mode mode,
    boolean euclidean,
    double positiveAlpha,
    double positiveDelta,
    double negativeAlpha,
    double negativeDelta)
    implements Objective {

  /** Over which index terms are gathered. */
  public enum Mode {
    /** Over the rows: a term for each proxy, as in Proxy-Anchor. */
    ANCHOR,
    /** Over the proxies: a term for each row, as in Proxy-NCA. */
    NCA
  }

  public static OproxyLoss read(Section section) {
    return new OproxyLoss(
        section.oneOf("mode", Mode.class),
        section.flag("euclidean"),
        section.number("positive-alpha", Range.POSITIVE),
        section.number("positive-delta", Range.ANY),
        section.number("negative-alpha", Range.POSITIVE),
        section.number("negative-delta", Range.ANY));
  }

  @Override
  public Needs needs() {
    return Needs.LABELS;
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(Proxies.normal(dimensions, Math.sqrt(2.0 / dimensions.classes())));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray proxies = Proxies.of(input); // (C, d)
    long classes = proxies.getShape().get(0);
    NDArray x = Shapes.labelled(input, classes); // (n, d)
    int[] labels = input.labels();
    NDArray sims = similarities(RowVectors.unit(x), RowVectors.unit(proxies)); // (n, C)
    double sign = euclidean ? -1 : 1;
    NDArray own = Pairs.ofClass(x.getManager(), labels, classes); // (n, C)
    // Column j of P is the column of j's class in the similarities.
    NDArray byRow =
        RowVectors.at(sims.transpose(), RowVectors.index(x, labels)).transpose(); // (n, n)
    NDArray p = Algebra.times(Algebra.plus(byRow, -positiveDelta), -sign * positiveAlpha);
    NDArray n = Algebra.times(Algebra.plus(sims, -negativeDelta), sign * negativeAlpha);
    NDArray same = Pairs.sameClass(x.getManager(), labels);
    return Loss.of(reduced(p, same).add(reduced(n, own.logicalNot())));
  }

  private NDArray similarities(NDArray x, NDArray proxies) {
    NDArray inner = RowVectors.products(x, proxies);
    if (!euclidean) {
      return inner;
    }
    NDArray norms = x.square().sum(new int[] {1}, true).add(proxies.square().sum(new int[] {1}));
    return Algebra.rootOrZero(norms.sub(Algebra.times(inner, 2)), 1e-20);
  }

  private NDArray reduced(NDArray terms, NDArray mask) {
    NDArray rows = mode == Mode.ANCHOR ? terms.transpose() : terms;
    NDArray kept = mode == Mode.ANCHOR ? mask.transpose() : mask;
    NDArray some =
        Algebra.weights(Algebra.positive(Algebra.weights(kept, rows).sum(new int[] {1})), rows);
    return Algebra.meanOf(Activation.softPlus(Algebra.logSumExp(rows, kept)), some);
  }
}
