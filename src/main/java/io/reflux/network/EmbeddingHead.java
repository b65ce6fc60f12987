package io.reflux.network;

/**
 * What makes the embedding of the last map: pooling, a linear layer, perhaps rows of length 1.
 *
 * <p>Outputs: {@code features} (the pooled vector), {@code embedding}.
 *
 * @param size the embedding size; 0 to take the pooled vector as it is
 * @param pooling how maps become vectors
 * @param unitLength true to divide every embedding by its length
 */
public record EmbeddingHead(int size, Pooling pooling, boolean unitLength) {

  void draw(Wiring wiring, Signal map, String name) {
    Signal x = wiring.output("features", wiring.globalPool(map, pooling));
    if (size > 0) {
      // LabelRelaxation starts its embeddings orthogonal, with a bias of 0.
      Wiring.Units units = new Wiring.Units(size, Initial.ORTHOGONAL, Initial.ZEROS);
      x = wiring.drawing(Key.Part.EMBEDDING).linear(name, x, units);
    }
    wiring.output("embedding", unitLength ? wiring.unitLength(x) : x);
  }
}
