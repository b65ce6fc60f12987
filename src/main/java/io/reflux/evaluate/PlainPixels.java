package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a network's embeddings are worth beside the images themselves: mean colours of 8 × 8 fields,
 * which nobody has trained. A network whose weights aren't loaded, or which is shown images that
 * are scaled otherwise than it expects, is hardly better.
 *
 * <p>Of the first few thousand images, MAP@R by itself; the network's by the better of the two
 * distances.
 */
public final class PlainPixels {
  private static final int FIELDS = 8;
  private static final int CHANNELS = 3;
  private static final int SIZE = FIELDS * FIELDS * CHANNELS;
  private static final int MOST = 4096;

  private float[] pixels = new float[0];
  private float[] embeddings = new float[0];
  private int[] labels = new int[0];

  /**
   * MAP@R, 0 to 1.
   *
   * @param network of the embeddings
   * @param pixels of the images
   */
  public record Comparison(double network, double pixels) {
    /** By so much of what the images have, or of what they lack, the network has to be better. */
    private static final double SHARE = 0.1;

    /** True if the network is hardly better than nothing. */
    public boolean isDoubtful() {
      return network < pixels + SHARE * Math.min(pixels, 1 - pixels);
    }
  }

  /**
   * Adds a batch.
   *
   * @param images uint8 (rows, side, side, 3), from its position; only read
   * @param side in pixels
   * @param classes the class of each row
   * @param rows the network's embeddings, row after row
   */
  public void add(ByteBuffer images, int side, int[] classes, float[] rows) {
    int taken = Math.min(classes.length, MOST - labels.length);
    if (taken <= 0) {
      return;
    }
    int size = rows.length / classes.length;
    int before = labels.length;
    labels = Arrays.copyOf(labels, before + taken);
    System.arraycopy(classes, 0, labels, before, taken);
    embeddings = Arrays.copyOf(embeddings, (before + taken) * size);
    System.arraycopy(rows, 0, embeddings, before * size, taken * size);
    pixels = Arrays.copyOf(pixels, (before + taken) * SIZE);
    for (int row = 0; row < taken; row++) {
      fields(images, images.position() + row * side * side * CHANNELS, side, (before + row) * SIZE);
    }
  }

  private void fields(ByteBuffer images, int from, int side, int to) {
    int[] counts = new int[FIELDS * FIELDS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int field = y * FIELDS / side * FIELDS + x * FIELDS / side;
        counts[field]++;
        for (int channel = 0; channel < CHANNELS; channel++) {
          pixels[to + field * CHANNELS + channel] +=
              images.get(from + (y * side + x) * CHANNELS + channel) & 0xff;
        }
      }
    }
    for (int value = 0; value < SIZE; value++) {
      pixels[to + value] /= Math.max(1, counts[value / CHANNELS]);
    }
  }

  /** Compares; empty where no image has another of its class. */
  public Optional<Comparison> compared(TensorScope scope) {
    if (Arrays.stream(labels).distinct().count() == labels.length) {
      return Optional.empty();
    }
    double plain = best(new EmbeddingSet(pixels, SIZE, labels), scope, Distance.EUCLIDEAN);
    int size = embeddings.length / labels.length;
    EmbeddingSet rows = new EmbeddingSet(embeddings, size, labels);
    return Optional.of(
        new Comparison(best(rows, scope, Distance.EUCLIDEAN, Distance.COSINE), plain));
  }

  private static double best(EmbeddingSet rows, TensorScope scope, Distance... distances) {
    List<Metric> metrics =
        Arrays.stream(distances).<Metric>map(each -> MapAtR.of(each.toString(), each)).toList();
    Map<String, Double> found = Evaluation.evaluate(Retrieval.within(rows), metrics, scope);
    return metrics.stream()
        .mapToDouble(metric -> Objects.requireNonNull(found.get(metric.name())))
        .max()
        .orElse(0);
  }
}
