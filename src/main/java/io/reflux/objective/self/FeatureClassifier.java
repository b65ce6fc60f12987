package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;

/** A trained linear classifier without bias on the pooled features. */
final class FeatureClassifier {
  static final String NAME = "classifier-weight";

  private FeatureClassifier() {}

  /** Its weight, (classes, f), uniform in ±1/√f as in PyTorch. */
  static Trainable trainable(Dimensions dimensions, int classes) {
    int size = dimensions.ofStudent(LossInput.FEATURES);
    double bound = 1 / Math.sqrt(size);
    long[] shape = {classes, size};
    return new Trainable(NAME, shape, "classifier", draws -> draws.uniform(-bound, bound));
  }

  /** The logits of a batch, (n, classes). */
  static NDArray logits(LossInput input, int classes) {
    NDArray features = input.studentOutput(LossInput.FEATURES);
    Shapes.matrix("student.features", features); // (n, f)
    NDArray weight = input.parameter(NAME);
    Shapes.shaped("parameters." + NAME, weight, classes, features.getShape().get(1));
    return RowVectors.products(features, weight);
  }
}
