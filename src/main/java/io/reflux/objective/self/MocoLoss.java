package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Momentum contrast: an embedding should find the key of its example, which a momentum copy of the
 * network made from another view, among a queue of earlier keys.
 *
 * <p>Softmax cross entropy of {@code [⟨q_i, k_i⟩, ⟨q_i, m_j⟩ for all rows m_j of the queue] /
 * temperature} with target 0. Keys and queue have no gradient; the queue then drops its oldest rows
 * and takes the keys. A trained temperature is limited to 1e-8 … 1e4.
 *
 * <p>He, Fan, Wu, Xie, Girshick: Momentum Contrast, CVPR 2020; as in the DiVA repository, whose
 * temperature this is. The size of the queue is ours.
 *
 * @param temperature fixed or trained
 * @param queueSize how many keys are remembered
 */
record MocoLoss(Temperature temperature, int queueSize) implements QueueObjective {

  static MocoLoss read(Section section) {
    return new MocoLoss(Temperature.read(section), section.whole("queue-size", Range.atLeast(1)));
  }

  @Override
  public NDArray others(NDArray products, long size) {
    return products;
  }
}
