package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * @param temperature the smaller, the sharper; where a trained one starts
 * @param trainableTemperature true if the temperature is trained
 * @param queueSize how many keys are remembered
 */
public record MocoLoss(double temperature, boolean trainableTemperature, int queueSize)
    implements Objective {

  static MocoLoss read(Section section) {
    return new MocoLoss(
        section.number(Contrast.TEMPERATURE, Range.POSITIVE),
        section.flag("trainable-temperature"),
        section.whole("queue-size", Range.atLeast(1)));
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return trainableTemperature ? List.of(Contrast.trained(temperature)) : List.of();
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return Queue.memory(dimensions, queueSize);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray query = Shapes.embeddings(input); // (n, d)
    NDArray keys = Contrast.keys(input, query); // (n, d)
    NDArray queue = Queue.of(input); // (m, d)
    NDArray own = query.mul(keys).sum(new int[] {1}, true); // (n, 1)
    NDArray logits = NDArrays.concat(new NDList(own, Rows.products(query, queue)), 1);
    NDArray t = trainableTemperature ? Contrast.trained(input) : Algebra.scalar(query, temperature);
    NDArray loss = logits.div(t).logSoftmax(1).get(":, 0").mean().neg();
    return new Loss(loss, Map.of(), Queue.after(queue, keys));
  }
}
