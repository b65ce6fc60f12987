package io.reflux.network;

import java.util.List;

/**
 * What makes the embedding of what a backbone answers: pooling, a linear layer, perhaps rows of
 * length 1.
 *
 * <p>Outputs: {@code features} (the pooled vector), {@code embedding}. With parts, as DiVA has
 * them, one linear layer a part: {@code embedding.<part>}, and {@code embedding} is all of them one
 * after the other.
 *
 * @param size the embedding size, of each part if there are some; 0 to take the pooled vector
 * @param pooling how the features become a vector
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
  Value draw(GraphBuilder builder, Features answered, String name) {
    Value features = builder.output("features", answered.pooled(builder, pooling));
    Value kept = builder.add(Drop.components(features.channels()), features.channels(), features);
    GraphBuilder own = builder.drawing(Key.Part.EMBEDDING);
    if (parts.isEmpty() || size == 0) {
      builder.output(OUTPUT, embedding(own, kept, name));
      return features;
    }
    Value[] embeddings = new Value[parts.size()];
    for (int i = 0; i < embeddings.length; i++) {
      String part = parts.get(i);
      embeddings[i] = embedding(own, kept, name + "." + part);
      builder.output(OUTPUT + "." + part, embeddings[i]);
    }
    builder.output(OUTPUT, builder.concat(embeddings));
    return features;
  }

  private Value embedding(GraphBuilder own, Value features, String name) {
    // LabelRelaxation starts its embeddings orthogonal, with a bias of 0.
    GraphBuilder.Units units = new GraphBuilder.Units(size, Initial.ORTHOGONAL, Initial.ZEROS);
    Value x = size > 0 ? own.linear(name, features, units) : features;
    return unitLength ? own.unitLength(x) : x;
  }
}
