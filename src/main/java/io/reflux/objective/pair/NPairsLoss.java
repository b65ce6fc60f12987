package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * N-pairs loss with one pair a class: an anchor should find its own positive among those of all
 * classes.
 *
 * <p>For each class with at least two rows, in ascending order, its first two rows are anchor and
 * positive; softmax cross entropy of the matrix {@code ⟨anchor_r, positive_s⟩} with target r, of
 * embeddings as they are. No class with two rows: 0. {@code n-pair} is the other form, over mined
 * tuples.
 *
 * <p>Sohn: Improved Deep Metric Learning with Multi-class N-pair Loss Objective, NIPS 2016; as in
 * pytorch-metric-learning and the LabelRelaxation repository. It has no settings.
 */
public record NPairsLoss() implements Objective {

  public static NPairsLoss read(Section section) {
    return new NPairsLoss();
  }

  @Override
  public Needs needs() {
    return Needs.of(new BatchNeeds(4, 2, 2));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    int[][] pairs = pairs(input.labels());
    if (pairs[0].length == 0) {
      return Loss.of(Algebra.nothing(x));
    }
    NDArray anchors = RowVectors.at(x, RowVectors.index(x, pairs[0])); // (pairs, d)
    NDArray positives = RowVectors.at(x, RowVectors.index(x, pairs[1])); // (pairs, d)
    NDArray own = RowVectors.products(anchors, positives).logSoftmax(1).diagonal(); // (pairs)
    return Loss.of(own.mean().neg());
  }

  /** The first and the second row of each class that has two. */
  private static int[][] pairs(int[] labels) {
    Map<Integer, Integer> first = new LinkedHashMap<>();
    Map<Integer, int[]> pairs = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      Integer before = first.putIfAbsent(labels[i], i);
      if (before != null) {
        pairs.putIfAbsent(labels[i], new int[] {before, i});
      }
    }
    return new int[][] {
      pairs.values().stream().mapToInt(pair -> pair[0]).toArray(),
      pairs.values().stream().mapToInt(pair -> pair[1]).toArray()
    };
  }
}
