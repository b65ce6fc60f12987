package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
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
import java.util.Set;

/**
 * Deep clustering: classification of the network's features into clusters found by k-means.
 *
 * <p>Softmax cross entropy of a linear layer without bias on the features, whose target is the
 * pseudo-label of the row's example. The memory {@code pseudo-labels} (examples) holds the labels
 * as whole numbers; whoever runs the clustering writes it.
 *
 * <p>Caron, Bojanowski, Joulin, Douze: Deep Clustering for Unsupervised Learning of Visual
 * Features, ECCV 2018. Default: the DiVA repository.
 *
 * @param clusters how many clusters there are
 */
public record DeepClusteringLoss(int clusters) implements Objective {
  /** The name of the memory of labels. */
  public static final String PSEUDO_LABELS = "pseudo-labels";

  /** The name of the classifier's weight, (clusters, f). */
  public static final String CLASSIFIER = FeatureClassifier.NAME;

  public static DeepClusteringLoss read(Section section) {
    return new DeepClusteringLoss(section.whole("clusters", Range.atLeast(2)));
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(LossInput.FEATURES);
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(FeatureClassifier.trainable(dimensions, clusters));
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return List.of(
        new Trainable(PSEUDO_LABELS, new long[] {dimensions.examples()}, "", draws -> 0));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray logits = FeatureClassifier.logits(input, clusters); // (n, clusters)
    NDArray all = input.memory(PSEUDO_LABELS); // (examples)
    Shapes.sameRows(
        "exampleIds", RowVectors.index(logits, input.exampleIds()), "student.features", logits);
    NDArray own = all.gather(RowVectors.index(logits, input.exampleIds()), 0); // (n)
    NDArray targets = own.toType(DataType.INT64, false).expandDims(1); // (n, 1)
    return Loss.of(logits.logSoftmax(1).gather(targets, 1).mean().neg());
  }
}
