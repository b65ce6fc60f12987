package io.reflux.network;

/**
 * A block of a vision transformer: attention and then a perceptron, each after a layer norm, each
 * added to the stream of tokens, (n, places, width) → the same.
 *
 * @param heads of the attention
 * @param perceptron what follows the attention
 * @param layerScale where the learnt factors of both branches begin (Touvron et al., Going deeper
 *     with image transformers, 2021); 0 if there are none
 * @param style what else differs between the originals
 */
record TransformerBlock(int heads, Perceptron perceptron, double layerScale, Style style) {

  /**
   * What differs between the originals.
   *
   * @param names of the layers
   * @param epsilon what layer norms add to the variance
   * @param bias which of queries, keys and values have a bias
   */
  record Style(BlockNames names, double epsilon, QkvBias bias) {
    /** DeiT's, DINO's, DINOv2's and SigLIP's. */
    static final Style TIMM = new Style(BlockNames.TIMM, 1e-6, QkvBias.ALL);

    /** DINOv3's. */
    static final Style DINOV3 = new Style(BlockNames.TIMM, 1e-5, QkvBias.QUERIES_AND_VALUES);

    /** CLIP's. */
    static final Style CLIP = new Style(BlockNames.CLIP, 1e-5, QkvBias.ALL);

    /** Unicom's. */
    static final Style UNICOM = new Style(BlockNames.TIMM, 1e-5, QkvBias.NONE);
  }

  /** Which of queries, keys and values have a bias. */
  enum QkvBias {
    /** All. */
    ALL,
    /** All have one, but that of the keys is masked: softmax doesn't see it anyway. */
    QUERIES_AND_VALUES,
    /** None. */
    NONE
  }

  /**
   * Draws the block.
   *
   * @param turn how queries and keys are turned by their places
   */
  Value draw(GraphBuilder inside, Value x, Turn turn) {
    int width = x.channels();
    BlockNames names = style.names();
    Value y = norm(inside, names.norms().first(), x);
    y = TokenLinear.queriesKeysValues(inside, names.qkv(), y, style.bias());
    y = Attention.draw(inside, heads, turn, y);
    y = TokenLinear.draw(inside, names.projection(), y, width);
    Drop drop = Drop.branch(x.node(), 1);
    Value attended = inside.residual(drop, scaled(inside, "ls1", y), x);
    y = norm(inside, names.norms().second(), attended);
    y = perceptron.draw(inside, y, names.perceptron());
    return inside.residual(drop, scaled(inside, "ls2", y), attended);
  }

  private Value norm(GraphBuilder inside, String name, Value x) {
    return LayerNorm.draw(inside, name, x, style.epsilon());
  }

  private Value scaled(GraphBuilder inside, String name, Value branch) {
    return layerScale == 0 ? branch : LayerScale.draw(inside, name, branch, layerScale);
  }
}
