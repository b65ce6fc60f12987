package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.stream.IntStream;

/**
 * Histogram loss: the chance that a random negative pair is more similar than a random positive
 * pair, from histograms of both.
 *
 * <p>The similarity s of each pair, an inner product of embeddings of length 1 (limited to -1 … 1),
 * is shared between the two nodes of a grid of {@code bins} nodes that it lies between, linearly.
 * With the histograms of positives and negatives, each divided by its number of pairs: {@code Σ_r
 * negative_r Σ_{q≤r} positive_q}; 0 if there are no pairs of one kind. The memory is about two
 * arrays of n²/2 times {@code bins} elements (4 MB in float32 at n = 128).
 *
 * <p>Variant {@code original}: S2SD and DiVA find a pair's nodes by exact equality of rounded
 * numbers; unless {@code bins = 2^k + 1} a part of what belongs to upper nodes is lost, as here.
 *
 * <p>Ustinova, Lempitsky: Learning Deep Embeddings with Histogram Loss, NIPS 2016. Default: the
 * S2SD repository.
 *
 * @param bins the nodes of the grid over -1 … 1
 * @param variant paper or original
 */
public record HistogramLoss(int bins, Variant variant) implements Objective {

  public static HistogramLoss read(Section section) {
    return new HistogramLoss(
        section.whole("bins", Range.between(2, 10_000)), Variant.read(section));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    int[] labels = input.labels();
    int n = labels.length;
    int[] pairs = IntStream.range(0, n * n).filter(i -> i / n < i % n).toArray();
    boolean[] same = new boolean[pairs.length];
    IntStream.range(0, pairs.length)
        .forEach(i -> same[i] = labels[pairs[i] / n] == labels[pairs[i] % n]);
    long positives = IntStream.range(0, pairs.length).filter(i -> same[i]).count();
    if (positives == 0 || positives == pairs.length) {
      return Loss.of(Algebra.nothing(x));
    }
    NDArray all = RowVectors.products(x, x).reshape(new Shape((long) n * n));
    NDArray similarities = all.gather(RowVectors.index(x, pairs), 0); // (pairs)
    NDArray positive = Algebra.weights(x.getManager().create(same), x); // (pairs)
    NDArray negative = Algebra.plus(positive.neg(), 1);
    NDArray shares =
        NDArrays.stack(
            new NDList(
                Algebra.times(positive, 1.0 / positives),
                Algebra.times(negative, 1.0 / (pairs.length - positives)))); // (2, pairs)
    NDArray histograms = histograms(similarities, shares); // (2, bins)
    return Loss.of(histograms.get("1").mul(histograms.get("0").cumSum(0)).sum());
  }

  /** Histograms of similarities with given shares; (pairs), (k, pairs) to (k, bins). */
  private NDArray histograms(NDArray similarities, NDArray shares) {
    double width = 2.0 / (bins - 1);
    NDArray position = // in units of the grid, 0 … bins - 1
        Algebra.times(Algebra.plus(similarities.clip(-1, 1), 1), 1 / width);
    NDArray lower = position.stopGradient().floor().clip(0, bins - 2); // (pairs)
    NDArray part = position.sub(lower).expandDims(0); // (1, pairs)
    NDManager manager = shares.getManager();
    NDArray nodes = manager.arange(bins).expandDims(0).toType(lower.getDataType(), false);
    NDArray at = Algebra.weights(lower.expandDims(1).eq(nodes), shares); // (pairs, bins)
    NDArray below = shares.mul(Algebra.plus(part.neg(), 1)).matMul(at); // (k, bins)
    NDArray above = shares.mul(part).matMul(at); // (k, bins), to be moved up by a node
    if (variant == Variant.ORIGINAL) {
      above = above.mul(Algebra.weights(manager.create(foundUpper()), above));
    }
    NDArray first = manager.zeros(new Shape(shares.getShape().get(0), 1), shares.getDataType());
    NDArray moved = NDArrays.concat(new NDList(first, above.get(":, :-1")), 1);
    return below.add(moved);
  }

  /**
   * Whether the original code finds the upper node of a pair, by the lower one: the grid's next
   * node less a width must equal the lower node, after rounding in float64.
   */
  private boolean[] foundUpper() {
    double width = 2.0 / (bins - 1);
    boolean[] found = new boolean[bins];
    for (int k = 0; k < bins - 1; k++) {
      found[k] = (k + 1) * width - 1 - width == k * width - 1;
    }
    return found;
  }
}
