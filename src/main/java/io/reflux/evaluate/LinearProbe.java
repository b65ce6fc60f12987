package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Linear evaluation as SimReg's: features are standardised by the training split's statistics, a
 * linear layer is trained on them by SGD with cross-entropy, and classifies the test split.
 */
public final class LinearProbe {
  private final ProbeSettings settings;
  private final Chance chance;
  private final TensorScope scope;

  private LinearProbe(ProbeSettings settings, TensorScope scope) {
    this.settings = settings;
    this.chance = Chance.of(settings.seed()).at("linear-probe");
    this.scope = scope;
  }

  /** Trains on cached features: the same ones in every epoch. */
  public static Accuracy onCached(
      EmbeddingSet training, EmbeddingSet test, ProbeSettings settings, TensorScope scope) {
    return onFresh(training, epoch -> training, test, new Setup(settings, scope));
  }

  /**
   * Trains on features made anew for every epoch, as of augmented images.
   *
   * @param plain the training split's features without augmentation, for the statistics
   * @param ofEpoch the training features of an epoch, from 0; same labels, same size
   * @param test the features that are classified at the end
   */
  public static Accuracy onFresh(
      EmbeddingSet plain, IntFunction<EmbeddingSet> ofEpoch, EmbeddingSet test, Setup setup) {
    LinearProbe probe = new LinearProbe(setup.settings(), setup.scope());
    int classes =
        1
            + IntStream.concat(Arrays.stream(plain.labels()), Arrays.stream(test.labels()))
                .max()
                .orElse(0);
    Standardisation standardisation = Standardisation.of(plain);
    try (TensorScope inner = setup.scope().inner()) {
      LinearLayer layer =
          LinearLayer.draw(
              classes, plain.size(), setup.settings(), probe.chance.at("weights").draws(), inner);
      for (int epoch = 0; epoch < setup.settings().epochs(); epoch++) {
        probe.train(layer, standardisation.apply(ofEpoch.apply(epoch)), epoch);
      }
      return probe.accuracy(layer, standardisation.apply(test));
    }
  }

  /**
   * How to train, and where.
   *
   * @param settings of the training
   * @param scope where native work is done; nothing stays in it
   */
  public record Setup(ProbeSettings settings, TensorScope scope) {}

  private void train(LinearLayer layer, EmbeddingSet rows, int epoch) {
    int[] order = IntStream.range(0, rows.count()).toArray();
    chance.at("order").at(epoch).draws().shuffle(order);
    for (int first = 0; first < order.length; first += settings.batchSize()) {
      int end = Math.min(order.length, first + settings.batchSize());
      int[] batch = Arrays.copyOfRange(order, first, end);
      try (TensorScope step = scope.inner()) {
        int[] labels = Arrays.stream(batch).map(i -> rows.labels()[i]).toArray();
        layer.step(gather(rows, batch, step), labels, settings.rate(epoch), step);
      }
    }
  }

  private Accuracy accuracy(LinearLayer layer, EmbeddingSet test) {
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
