package io.reflux.network;

import java.util.List;

/**
 * What makes the embedding of the last map: pooling, a linear layer, perhaps rows of length 1.
 *
 * <p>Outputs: {@code features} (the pooled vector), {@code embedding}. With parts, as DiVA has
 * them, one linear layer a part: {@code embedding.<part>}, and {@code embedding} is all of them one
 * after the other.
 *
 * @param size the embedding size, of each part if there are some; 0 to take the pooled vector
 * @param pooling how maps become vectors
 * @param unitLength true to divide every embedding, or every part of one, by its length
 * @param parts the names of the parts; usually none
 */
public record EmbeddingHead(int size, Pooling pooling, boolean unitLength, List<String> parts) {
  /** The output that holds the embedding. */
  static final String OUTPUT = "embedding";

  /** Copies the names. */
  public EmbeddingHead {
    parts = List.copyOf(parts);
  }

  /** Draws the head; answers the pooled vector. */
  Signal draw(Wiring wiring, Signal map, String name) {
    Signal features = wiring.output("features", wiring.globalPool(map, pooling));
    Wiring own = wiring.drawing(Key.Part.EMBEDDING);
    if (parts.isEmpty() || size == 0) {
      wiring.output(OUTPUT, embedding(own, features, name));
      return features;
    }
    Signal[] embeddings = new Signal[parts.size()];
    for (int i = 0; i < embeddings.length; i++) {
      String part = parts.get(i);
      embeddings[i] = embedding(own, features, name + "." + part);
      wiring.output(OUTPUT + "." + part, embeddings[i]);
    }
    wiring.output(OUTPUT, wiring.concat(embeddings));
    return features;
  }

  private Signal embedding(Wiring own, Signal features, String name) {
    // LabelRelaxation starts its embeddings orthogonal, with a bias of 0.
    Wiring.Units units = new Wiring.Units(size, Initial.ORTHOGONAL, Initial.ZEROS);
    Signal x = size > 0 ? own.linear(name, features, units) : features;
    return unitLength ? own.unitLength(x) : x;
  }
}
