package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Classification by trained class directions.
 *
 * <p>Softmax cross entropy of {@code ⟨x, u(class vector)⟩ / temperature}; the embeddings are taken
 * as they are.
 *
 * <p>Zhai, Wu: Classification is a Strong Baseline for Deep Metric Learning, BMVC 2019. Default:
 * the S2SD repository.
 *
 * @param temperature the smaller, the sharper
 */
public record SoftmaxLoss(double temperature) implements ClassDirections {

  public static SoftmaxLoss read(Section section) {
    return new SoftmaxLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public NDArray logits(NDArray products, int[] labels) {
    return Algebra.times(products, 1 / temperature);
  }
}
