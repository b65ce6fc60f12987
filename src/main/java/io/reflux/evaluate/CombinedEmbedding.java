package io.reflux.evaluate;

import java.util.List;

/** Several embeddings of the same rows made into one, as DiVA evaluates its heads. */
public final class CombinedEmbedding {
  private CombinedEmbedding() {}

  /**
   * One of the embeddings.
   *
   * @param set the rows
   * @param weight what its numbers are multiplied by
   */
  public record Part(EmbeddingSet set, double weight) {}

  /**
   * The weighted parts side by side.
   *
   * @param parts at least one; all of the same rows; labels are those of the first
   * @param normalise whether rows are divided by their lengths at the end
   */
  public static EmbeddingSet of(List<Part> parts, boolean normalise) {
    EmbeddingSet first = parts.get(0).set();
    int size = parts.stream().mapToInt(part -> part.set().size()).sum();
    float[] rows = new float[Math.multiplyExact(first.count(), size)];
    int column = 0;
    for (Part part : parts) {
      EmbeddingSet set = part.set();
      if (set.count() != first.count()) {
        throw new IllegalArgumentException(
            String.format("embeddings: %d rows (expected: %d)", set.count(), first.count()));
      }
      for (int i = 0; i < set.values().length; i++) {
        int place = i / set.size() * size + column + i % set.size();
        rows[place] = (float) (part.weight() * set.values()[i]);
      }
      column += set.size();
    }
    if (normalise) {
      Distance.COSINE.prepare(rows, first.count(), size);
    }
    return new EmbeddingSet(rows, size, first.labels());
  }
}
