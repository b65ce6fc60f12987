package io.reflux.network;

/**
 * A block of a vision transformer: attention and then a perceptron, each after a layer norm, each
 * added to the stream of tokens, (n, places, width) → the same.
 *
 * @param heads of the attention
 * @param perceptron what follows the attention
 * @param layerScale where the learnt factors of both branches begin (Touvron et al., Going deeper
 *     with image transformers, 2021); 0 if there are none
 */
record TransformerBlock(int heads, Perceptron perceptron, double layerScale) {
  /** What layer norms add to the variance. */
  static final double EPSILON = 1e-6;

  /** Draws the block. */
  Value draw(GraphBuilder inside, Value x) {
    int width = x.channels();
    Value y = LayerNorm.draw(inside, "norm1", x, EPSILON);
    y = TokenLinear.draw(inside, "attn.qkv", y, 3 * width);
    y = TokenLinear.draw(inside, "attn.proj", Attention.draw(inside, y, heads), width);
    Value attended = inside.add(new Residual(), width, scaled(inside, "ls1", y), x);
    y = LayerNorm.draw(inside, "norm2", attended, EPSILON);
    y = perceptron.draw(inside, y);
    return inside.add(new Residual(), width, scaled(inside, "ls2", y), attended);
  }

  private Value scaled(GraphBuilder inside, String name, Value branch) {
    return layerScale == 0 ? branch : LayerScale.draw(inside, name, branch, layerScale);
  }
}
