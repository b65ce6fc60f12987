package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.AllTriplets;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Triplets;
import io.reflux.objective.TupleSource;
import io.reflux.objective.Unmined;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

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
  public TupleSource tupleSource() {
    return Unmined.ALL;
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray distances = PairwiseDistances.plain(RowVectors.unit(x)); // (n, n)
    if (input.tuples().size() == 0) {
      return Loss.of(AllTriplets.hinges(distances, input.labels(), margin));
    }
    Triplets triplets = Triplets.of(input);
    NDArray hinges =
        triplets.entries(distances, 0, 1).sub(triplets.entries(distances, 0, 2)); // (t)
    return Loss.of(Algebra.meanOfPositive(Algebra.positivePart(Algebra.plus(hinges, margin))));
  }
}
