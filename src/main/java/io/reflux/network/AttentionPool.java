package io.reflux.network;

/**
 * Pooling by attention (Zhai et al., Scaling vision transformers, 2022; Sigmoid loss for language
 * image pre-training, 2023): one learnt query looks at all tokens, and a perceptron's answer is
 * added to what it finds. (n, places, width) → (n, width), with timm's keys.
 *
 * @param heads of the attention
 * @param perceptron what comes after it
 * @param epsilon what the layer norm before the perceptron adds to the variance
 */
record AttentionPool(int heads, Perceptron perceptron, double epsilon) {

  /** Draws the pooling. */
  Value draw(GraphBuilder inside, Value tokens) {
    int width = tokens.channels();
    Initial start = Initial.normal(0.02);
    Key latent = inside.key("latent", Key.Kind.WEIGHT, start, 1, 1, width);
    Value query = inside.add(new LatentToken(latent), width, tokens);
    Value q = TokenLinear.draw(inside, "q", query, width);
    Value kv = TokenLinear.draw(inside, "kv", tokens, 2 * width);
    Value found = TokenLinear.draw(inside, "proj", Attention.draw(inside, heads, q, kv), width);
    Value y = LayerNorm.draw(inside, "norm", found, epsilon);
    y = perceptron.draw(inside, y, BlockNames.TIMM.perceptron());
    y = inside.add(new Residual(), width, y, found);
    return inside.add(new FirstToken(), width, y);
  }
}
