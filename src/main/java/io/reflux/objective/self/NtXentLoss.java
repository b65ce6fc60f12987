package io.reflux.objective.self;

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
import io.reflux.objective.Softmax;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * NT-Xent, SimCLR's loss: a row should find the other view of its example among all other rows.
 *
 * <p>With cosines {@code s}, for n rows in two views and i' the other view of i: {@code -1/n Σ_i
 * log(exp(s_ii' / T) / Σ_{k≠i} exp(s_ik / T))}.
 *
 * <p>Chen, Kornblith, Norouzi, Hinton: A Simple Framework for Contrastive Learning of Visual
 * Representations, ICML 2020. Default: pytorch-metric-learning's and lightly's usual choice within
 * the paper's 0.05 … 1.
 *
 * @param temperature T
 */
public record NtXentLoss(double temperature) implements Objective {

  public static NtXentLoss read(Section section) {
    return new NtXentLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.ofViews(2, BatchNeeds.rows(4));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = RowVectors.unit(Shapes.embeddings(input)); // (n, d)
    if (input.views() != 2) {
      throw new IllegalArgumentException("views: " + input.views() + " (expected: 2)");
    }
    NDArray s = Algebra.times(RowVectors.products(x, x), 1 / temperature); // (n, n)
    return Loss.of(Softmax.contrast(s, Pairs.sameExample(s, 2).gt(0)));
  }
}
