package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.ClassVectors;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

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
public record SoftmaxLoss(double temperature) implements Objective {

  public static SoftmaxLoss read(Section section) {
    return new SoftmaxLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(ClassVectors.uniform(dimensions));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray vectors = ClassVectors.unit(input); // (classes, d)
    NDArray x = Shapes.labelled(input, vectors.getShape().get(0)); // (n, d)
    NDArray logits = Algebra.times(RowVectors.products(x, vectors), 1 / temperature);
    return Loss.of(ClassVectors.crossEntropy(logits, input.labels()));
  }
}
