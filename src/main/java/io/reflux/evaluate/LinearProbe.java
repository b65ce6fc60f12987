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

  /**
   * Trains on cached features: the same ones in every epoch.
   *
   * @return the {@linkplain #accuracy accuracy} on the test split after the last epoch
   */
  public static double onCached(
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
      layer.step(some(rows, 0, rows.count(), step), rows.labels(), settings.rate(epoch), step);
    }
  }

  /**
   * The share of rows whose class has the largest logit; among equals the first class counts.
   *
   * @param test features, as they come from the network; at least one row
   */
  public double accuracy(EmbeddingSet test) {
    EmbeddingSet rows = standardisation.apply(test);
    int right = 0;
    for (int first = 0; first < rows.count(); first += settings.batchSize()) {
      int end = Math.min(rows.count(), first + settings.batchSize());
      try (TensorScope step = scope.inner()) {
        float[] logits = layer.logits(some(rows, first, end, step)).toFloatArray(); // (b, c)
        int classes = logits.length / (end - first);
        for (int row = first; row < end; row++) {
          int from = (row - first) * classes;
          float[] own = Arrays.copyOfRange(logits, from, from + classes);
          right += Clustering.largest(own) == rows.labels()[row] ? 1 : 0;
        }
      }
    }
    return (double) right / rows.count();
  }

  @Override
  public void close() {
    scope.close();
  }

  private static NDArray some(EmbeddingSet rows, int first, int end, TensorScope scope) {
    int d = rows.size();
    float[] values = Arrays.copyOfRange(rows.values(), first * d, end * d);
    return scope.manager().create(values, new Shape(end - first, d)); // (b, d)
  }
}
