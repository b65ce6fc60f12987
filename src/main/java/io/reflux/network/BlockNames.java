package io.reflux.network;

/**
 * What an original calls the parts of a transformer's block.
 *
 * @param norms the two layer norms
 * @param qkv weight and bias of the layer that makes queries, keys and values
 * @param projection the layer after the attention
 * @param perceptron the two layers of a plain perceptron
 */
record BlockNames(Pair norms, Pair qkv, String projection, Pair perceptron) {
  /** timm's, which DeiT, DINO and DINOv2 share. */
  static final BlockNames TIMM =
      new BlockNames(
          new Pair("norm1", "norm2"),
          new Pair("attn.qkv.weight", "attn.qkv.bias"),
          "attn.proj",
          new Pair("mlp.fc1", "mlp.fc2"));

  /** OpenAI's, in CLIP. */
  static final BlockNames CLIP =
      new BlockNames(
          new Pair("ln_1", "ln_2"),
          new Pair("attn.in_proj_weight", "attn.in_proj_bias"),
          "attn.out_proj",
          new Pair("mlp.c_fc", "mlp.c_proj"));

  /**
   * Two names.
   *
   * @param first of what comes first
   * @param second of what comes after it
   */
  record Pair(String first, String second) {}
}
