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

  private LinearProbe(EmbeddingSet plain, int classes, ProbeSettings settings, TensorScope scope) {
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
      EmbeddingSet plain, int classes, ProbeSettings settings, TensorScope scope) {
    return new LinearProbe(plain, classes, settings, scope.inner());
  }

  /** Trains on cached features: the same ones in every epoch. */
  public static Accuracy onCached(
      EmbeddingSet training, EmbeddingSet test, ProbeSettings settings, TensorScope scope) {
    EmbeddingSet rows = Standardisation.of(training).apply(training);
    try (LinearProbe probe = begin(training, classes(training, test), settings, scope)) {
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        for (int[] batch : order(settings, rows.count(), epoch)) {
          probe.learn(rows, batch, epoch);
        }
      }
      return probe.accuracy(test);
    }
  }

  /** How many classes two sets have together. */
  public static int classes(EmbeddingSet one, EmbeddingSet other) {
    return 1
        + IntStream.concat(Arrays.stream(one.labels()), Arrays.stream(other.labels()))
            .max()
            .orElse(0);
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
    learn(standardisation.apply(batch), IntStream.range(0, batch.count()).toArray(), epoch);
  }

  /** How rightly features are classified. */
  public Accuracy accuracy(EmbeddingSet test) {
    return of(standardisation.apply(test));
  }

  @Override
  public void close() {
    scope.close();
  }

  private void learn(EmbeddingSet rows, int[] batch, int epoch) {
    try (TensorScope step = scope.inner()) {
      int[] labels = Arrays.stream(batch).map(i -> rows.labels()[i]).toArray();
      layer.step(gather(rows, batch, step), labels, settings.rate(epoch), step);
    }
  }

  private Accuracy of(EmbeddingSet test) {
    Accuracy accuracy = new Accuracy(0, 0, 0);
    for (int first = 0; first < test.count(); first += settings.batchSize()) {
      int end = Math.min(test.count(), first + settings.batchSize());
      try (TensorScope step = scope.inner()) {
        NDArray rows = gather(test, IntStream.range(first, end).toArray(), step);
        int[] labels = Arrays.copyOfRange(test.labels(), first, end);
        Accuracy ofBatch = Accuracy.of(layer.logits(rows).toFloatArray(), labels);
        accuracy = accuracy.plus(first, ofBatch, end - first);
      }
    }
    return accuracy;
  }

  private static NDArray gather(EmbeddingSet rows, int[] which, TensorScope scope) {
    int d = rows.size();
    float[] values = new float[which.length * d];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(rows.values(), which[i] * d, values, i * d, d);
    }
    return scope.manager().create(values, new Shape(which.length, d)); // (n, d)
  }
}
