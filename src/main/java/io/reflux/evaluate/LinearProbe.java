package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear evaluation as SimReg's: features are standardised by the training split's statistics, a
 * linear layer is trained on them by SGD with cross-entropy, and classifies the test split.
 */
public final class LinearProbe implements AutoCloseable {
  private final ProbeSettings settings;
  private final Standardisation standardisation;
  private final TensorScope scope;
  private final LinearLayer layer;

  private LinearProbe(Vectors plain, int classes, ProbeSettings settings, TensorScope scope) {
    this.settings = settings;
    this.scope = scope;
    standardisation = Standardisation.of(plain);
    layer =
        LinearLayer.draw(
            classes, plain.size(), settings, chance(settings).at("weights").draws(), scope);
  }

  /**
   * A probe that has learned nothing yet.
   *
   * @param plain the training split's features without augmentation, for the statistics
   * @param classes how many classes there are
   * @param settings of the training
   * @param scope where native work is done; nothing stays in it once the probe is closed
   */
  public static LinearProbe begin(
      Vectors plain, int classes, ProbeSettings settings, TensorScope scope) {
    return new LinearProbe(plain, classes, settings, scope.inner());
  }

  /** Trains on cached features: the same ones in every epoch. */
  public static Accuracy onCached(
      LabelledVectors training, EmbeddingSet test, ProbeSettings settings, TensorScope scope) {
    int[] labels = training.labels();
    try (LinearProbe probe = begin(training, classes(labels, test.labels()), settings, scope)) {
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        for (int[] batch : order(settings, training.count(), epoch)) {
          probe.step(EmbeddingSet.of(training, labels, batch), epoch);
        }
      }
      return probe.accuracy(test);
    }
  }

  /** How many classes two sets have together. */
  public static int classes(int[] labels, int[] others) {
    return 1 + IntStream.concat(Arrays.stream(labels), Arrays.stream(others)).max().orElse(0);
  }

  /** Which training rows make each step of an epoch, from 0. */
  public static List<int[]> order(ProbeSettings settings, int count, int epoch) {
    int[] order = IntStream.range(0, count).toArray();
    chance(settings).at("order").at(epoch).draws().shuffle(order);
    List<int[]> batches = new ArrayList<>();
    for (int first = 0; first < count; first += settings.batchSize()) {
      batches.add(Arrays.copyOfRange(order, first, Math.min(count, first + settings.batchSize())));
    }
    return batches;
  }

  /** The key that a probe's randomness hangs on. */
  public static Chance chance(ProbeSettings settings) {
    return Chance.of(settings.seed()).at("linear-probe");
  }

  /** One step on a batch of features, as they come from the network. */
  public void step(EmbeddingSet batch, int epoch) {
    EmbeddingSet rows = standardisation.apply(batch);
    try (TensorScope step = scope.inner()) {
      layer.step(all(rows, step), rows.labels(), settings.rate(epoch), step);
    }
  }

  /** How rightly features are classified. */
  public Accuracy accuracy(EmbeddingSet test) {
    return of(standardisation.apply(test));
  }

  @Override
  public void close() {
    scope.close();
  }

  private Accuracy of(EmbeddingSet test) {
    Accuracy accuracy = new Accuracy(0, 0, 0);
    int d = test.size();
    for (int first = 0; first < test.count(); first += settings.batchSize()) {
      int end = Math.min(test.count(), first + settings.batchSize());
      try (TensorScope step = scope.inner()) {
        float[] values = Arrays.copyOfRange(test.values(), first * d, end * d);
        NDArray rows = step.manager().create(values, new Shape(end - first, d)); // (n, d)
        int[] labels = Arrays.copyOfRange(test.labels(), first, end);
        Accuracy ofBatch = Accuracy.of(layer.logits(rows).toFloatArray(), labels);
        accuracy = accuracy.plus(first, ofBatch, end - first);
      }
    }
    return accuracy;
  }

  private static NDArray all(EmbeddingSet rows, TensorScope scope) {
    return scope.manager().create(rows.values(), new Shape(rows.count(), rows.size())); // (n, d)
  }
}
