package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Shapes;
import io.reflux.objective.Triplets;
import io.reflux.objective.TupleSource;

/** A loss over mined triplets, drawn by distance where a pipeline file names no miner. */
interface TripletObjective extends Objective {

  @Override
  default TupleSource tupleSource() {
    return TupleSource.mined("distance");
  }

  /** The least members that a tuple may have: anchor, positive and negative. */
  default int leastMembers() {
    return 3;
  }

  /** The most members that a tuple may have. */
  default int mostMembers() {
    return 3;
  }

  @Override
  default Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    return input.tuples().size() == 0
        ? Loss.of(Algebra.nothing(x))
        : Loss.of(value(x, Triplets.of(input, leastMembers(), mostMembers()), input.labels()));
  }

  /**
   * The loss of at least one tuple.
   *
   * @param x the embeddings, (n, d)
   * @param triplets the t tuples, all alike
   * @param labels the class of each of the n rows
   */
  NDArray value(NDArray x, Triplets triplets, int[] labels);
}
