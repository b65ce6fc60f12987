package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Triplets;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.stream.IntStream;

/**
 * Triplet loss over distances on the unit sphere: the negative should lie farther than the positive
 * by a margin.
 *
 * <p>The mean of the strictly positive {@code [d(a,p) - d(a,n) + margin]₊}, 0 if there is none. All
 * triplets of the labels are taken, unless a miner gives some: as satisfied triplets don't count, a
 * miner of all violating triplets changes nothing.
 *
 * <p>Schroff, Kalenichenko, Philbin: FaceNet, CVPR 2015; as in pytorch-metric-learning. Default:
 * the LabelRelaxation repository.
 *
 * @param margin by how much
 */
public record TripletMarginLoss(double margin) implements Objective {

  public static TripletMarginLoss read(Section section) {
    return new TripletMarginLoss(section.number("margin", Range.NOT_NEGATIVE));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray distances = PairwiseDistances.plain(RowVectors.unit(x)); // (n, n)
    if (input.tuples().size() == 0) {
      return Loss.of(ofAll(distances, input.labels(), margin));
    }
    Triplets triplets = Triplets.of(input);
    NDArray hinges =
        triplets.entries(distances, 0, 1).sub(triplets.entries(distances, 0, 2)); // (t)
    return Loss.of(Algebra.meanOfPositive(Algebra.positivePart(Algebra.plus(hinges, margin))));
  }

  /** The loss over all triplets of the labels, (n, n) distances to a scalar. */
  public static NDArray ofAll(NDArray distances, int[] labels, double margin) {
    int n = labels.length;
    int[] pairs = // a n + p for all pairs of one class
        IntStream.range(0, n * n)
            .filter(i -> i / n != i % n && labels[i / n] == labels[i % n])
            .toArray();
    if (pairs.length == 0) {
      return Algebra.nothing(distances);
    }
    NDArray anchors = RowVectors.index(distances, IntStream.of(pairs).map(i -> i / n).toArray());
    NDArray positives = RowVectors.index(distances, pairs);
    NDArray near = distances.flatten().gather(positives, 0).expandDims(1); // (pairs, 1)
    NDArray far = RowVectors.at(distances, anchors); // (pairs, n)
    NDArray other = Pairs.sameClass(distances.getManager(), labels).logicalNot();
    NDArray counted = RowVectors.at(Algebra.weights(other, distances), anchors); // (pairs, n)
    NDArray hinges = Algebra.positivePart(Algebra.plus(near.sub(far), margin)).mul(counted);
    return Algebra.meanOfPositive(hinges);
  }
}
