package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Layers;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Classification by a trained linear layer: softmax cross entropy of {@code (W x + b) /
 * temperature}.
 *
 * <p>The LabelRelaxation repository's source task; it has no default temperature, 1 is ours.
 *
 * @param temperature the smaller, the sharper
 */
public record CrossEntropyLoss(double temperature) implements Objective {
  private static final String CLASSIFIER = "classifier";

  public static CrossEntropyLoss read(Section section) {
    return new CrossEntropyLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return Layers.linear(CLASSIFIER, dimensions.embeddingSize(), dimensions.classes());
  }

  @Override
  public Needs needs() {
    return Needs.ofClasses(2, BatchNeeds.ANY_ROW);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input, input.parameter("classifier.bias").size()); // (n, d)
    NDArray logits = Layers.linear(input, CLASSIFIER, x); // (n, classes)
    return Loss.of(Softmax.crossEntropy(Algebra.times(logits, 1 / temperature), input.labels()));
  }
}
