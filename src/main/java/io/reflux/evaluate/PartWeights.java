package io.reflux.evaluate;

import java.util.List;
import java.util.Map;

/**
 * Weights of the parts of an embedding, which stand one after the other and are equally long: each
 * part is multiplied by its own, and the row then divided by its length, if parts are (DiVA's
 * combined embeddings).
 *
 * @param ofParts a weight for each part
 * @param unitLength true if rows are divided by their lengths
 */
public record PartWeights(List<Double> ofParts, boolean unitLength) {

  /** Copies the weights. */
  public PartWeights {
    ofParts = List.copyOf(ofParts);
  }

  /** Weights by the names of parts; a part without one counts 0. */
  public static PartWeights of(
      List<String> parts, Map<String, Double> weights, boolean unitLength) {
    return new PartWeights(
        parts.stream().map(part -> weights.getOrDefault(part, 0.0)).toList(), unitLength);
  }

  /**
   * The weighted rows.
   *
   * @param rows row-major; left as they are
   * @param width components of a row, a multiple of the number of parts
   */
  public float[] of(float[] rows, int width) {
    if (width % ofParts.size() != 0) {
      throw new IllegalArgumentException(
          "embedding: " + width + " components (expected: a multiple of " + ofParts.size() + ")");
    }
    float[] values = rows.clone();
    int each = width / ofParts.size();
    for (int from = 0; from < values.length; from += width) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double value = values[from + i] * ofParts.get(i / each);
        values[from + i] = (float) value;
        squares += value * value;
      }
      for (int i = 0; unitLength && squares > 0 && i < width; i++) {
        values[from + i] = (float) (values[from + i] / Math.sqrt(squares));
      }
    }
    return values;
  }

  /** The weighted rows of a set. */
  public EmbeddingSet of(EmbeddingSet set) {
    return new EmbeddingSet(of(set.values(), set.size()), set.size(), set.labels());
  }
}
