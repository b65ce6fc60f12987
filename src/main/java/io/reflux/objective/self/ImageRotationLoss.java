package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Set;

/**
 * Image rotation: the network's features should tell by how many quarter turns an image was turned.
 *
 * <p>Softmax cross entropy of a linear layer without bias on the features, into four classes. The
 * labels of the input are the turns, 0 to 3, not the classes of the examples.
 *
 * <p>Gidaris, Singh, Komodakis: Unsupervised Representation Learning by Predicting Image Rotations,
 * ICLR 2018; as in the DiVA repository. It has no settings.
 */
public record ImageRotationLoss() implements Objective {
  /** How many different turns there are. */
  public static final int TURNS = 4;

  public static ImageRotationLoss read(Section section) {
    return new ImageRotationLoss();
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(LossInput.FEATURES);
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(FeatureClassifier.trainable(dimensions, TURNS));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray logits = FeatureClassifier.logits(input, TURNS); // (n, 4)
    Shapes.labels(logits, input.labels());
    Shapes.classes(input.labels(), TURNS);
    return Loss.of(Softmax.crossEntropy(logits, input.labels()));
  }
}
