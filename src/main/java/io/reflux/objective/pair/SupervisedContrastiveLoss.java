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
import io.reflux.objective.Softmax;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Supervised contrastive loss: a row should find those of its class among all others.
 *
 * <p>With cosines {@code s}, for each anchor i with other rows P of its class: {@code -1/|P| Σ_P
 * log( exp(s_ip / T) / Σ_{a≠i} exp(s_ia / T))}; the mean over these anchors, 0 if there is none.
 * Views of an example are rows of its class.
 *
 * <p>Khosla, Teterwak, Wang, Sarna, Tian, Isola, Maschinot, Liu, Krishnan: Supervised Contrastive
 * Learning, NeurIPS 2020, the form with the sum outside. Default: the paper's.
 *
 * @param temperature T
 */
public record SupervisedContrastiveLoss(double temperature) implements Objective {

  public static SupervisedContrastiveLoss read(Section section) {
    return new SupervisedContrastiveLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(new BatchNeeds(3, 1, 2));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = RowVectors.unit(Shapes.labelled(input)); // (n, d)
    NDArray s = Algebra.times(RowVectors.products(x, x), 1 / temperature); // (n, n)
    NDArray others = Pairs.offDiagonal(s).gt(0);
    NDArray own = Pairs.sameClass(x.getManager(), input.labels()).logicalAnd(others);
    return Loss.of(Softmax.contrast(s, own));
  }
}
