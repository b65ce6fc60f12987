package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.util.List;
import java.util.Map;

/**
 * The key maps of vision transformers that are published under other names than a network's own:
 * OpenAI's, timm's and Hugging Face's.
 */
final class TransformerMaps {
  private static final String POSITIONS = "pos_embed";
  private static final String REGISTERS = "register_tokens";
  private static final String QKV = ".attn.qkv.";

  /** What Hugging Face calls the parts of CLIP's and SigLIP's blocks. */
  private static final Renaming VISION =
      Renaming.of(
          "vision_model.", "",
          ".self_attn.q_proj.", ".attn.q.",
          ".self_attn.k_proj.", ".attn.k.",
          ".self_attn.v_proj.", ".attn.v.");

  private static final Renaming SIGLIP =
      Renaming.of(
          "embeddings.patch_embedding.", "patch_embed.proj.",
          "embeddings.position_embedding.weight", POSITIONS,
          "encoder.layers.", "blocks.",
          ".self_attn.out_proj.", ".attn.proj.",
          ".layer_norm", ".norm",
          "post_layernorm.", "norm.",
          "head.probe", "attn_pool.latent",
          "head.attention.in_proj_", "attn_pool.in.",
          "head.attention.out_proj.", "attn_pool.proj.",
          "head.layernorm.", "attn_pool.norm.",
          "head.mlp.", "attn_pool.mlp.");

  private static final Renaming CLIP =
      Renaming.of(
          "embeddings.patch_embedding.", "conv1.",
          "embeddings.position_embedding.weight", "positional_embedding",
          "embeddings.class_embedding", "class_embedding",
          "encoder.layers.", "transformer.resblocks.",
          ".self_attn.out_proj.", ".attn.out_proj.",
          ".layer_norm", ".ln_",
          "pre_layrnorm.", "ln_pre.",
          "post_layernorm.", "ln_post.",
          ".mlp.fc1.", ".mlp.c_fc.",
          ".mlp.fc2.", ".mlp.c_proj.",
          "visual_projection.weight", "proj");

  private static final Renaming DINOV2 =
      Renaming.of(
          "embeddings.patch_embeddings.projection.", "patch_embed.proj.",
          "embeddings.position_embeddings", POSITIONS,
          "embeddings.", "",
          "encoder.layer.", "blocks.",
          ".attention.attention.query.", ".attn.q.",
          ".attention.attention.key.", ".attn.k.",
          ".attention.attention.value.", ".attn.v.",
          ".attention.output.dense.", ".attn.proj.",
          ".layer_scale1.lambda1", ".ls1.gamma",
          ".layer_scale2.lambda1", ".ls2.gamma",
          ".mlp.weights_in.", ".mlp.w12.",
          ".mlp.weights_out.", ".mlp.w3.",
          "layernorm.", "norm.");

  private static final Renaming DINOV3 =
      Renaming.of(
          "embeddings.patch_embeddings.", "patch_embed.proj.",
          "embeddings.register_tokens", "storage_tokens",
          "embeddings.", "",
          "model.layer.", "layer.",
          "layer.", "blocks.",
          ".attention.q_proj.", ".attn.q.",
          ".attention.k_proj.", ".attn.k.",
          ".attention.v_proj.", ".attn.v.",
          ".attention.o_proj.", ".attn.proj.",
          ".layer_scale1.lambda1", ".ls1.gamma",
          ".layer_scale2.lambda1", ".ls2.gamma");

  private static final Renaming TIMM_DINOV3 =
      Renaming.of(
          "reg_token", "storage_tokens",
          ".gamma_1", ".ls1.gamma",
          ".gamma_2", ".ls2.gamma",
          ".attn.q_bias", ".attn.q.bias",
          ".attn.v_bias", ".attn.v.bias",
          ".mlp.fc1_g.", ".mlp.gate_proj.",
          ".mlp.fc1_x.", ".mlp.up_proj.");

  private static final Renaming GATED =
      Renaming.of(
          ".mlp.gate_proj.", ".mlp.w1.",
          ".mlp.up_proj.", ".mlp.w2.",
          ".mlp.down_proj.", ".mlp.w3.",
          ".mlp.fc2.", ".mlp.w3.");

  private static final Renaming PLAIN =
      Renaming.of(".mlp.up_proj.", ".mlp.fc1.", ".mlp.down_proj.", ".mlp.fc2.");

  private TransformerMaps() {}

  /** Adds them to the others. */
  static void addTo(Map<String, KeyMap> maps, KeyMap parallel) {
    maps.put("unicom", parallel.ofBackbones("feature."));
    maps.put("timm-dinov3", timmDinov3(parallel));
    maps.put("clip", parallel.keepingOnlyUnder("visual.").ofBackbones());
    maps.put("clip-visual", parallel.renaming(key -> "visual." + key).ofBackbones());
    maps.put("clip-huggingface", clip(parallel));
    maps.put("siglip-huggingface", siglip(parallel));
    maps.put(
        "dinov2-huggingface",
        parallel
            .renaming(DINOV2::of)
            .converting(tensors -> Conversion.of(tensors).joining(".attn.", "qkv").done())
            .ofBackbones("classifier."));
    maps.put("dinov3-huggingface", dinov3(parallel));
  }

  /** timm gives DINOv2 with registers no position of the class token: it is in the token itself. */
  static NamedTensors timm(NamedTensors tensors) {
    Conversion conversion = Conversion.of(tensors);
    return tensors.find(REGISTERS).isPresent()
        ? conversion.with(POSITIONS, 3, TransformerMaps::withClass).done()
        : tensors;
  }

  /** Positions of a square grid, with one of 0 before them. */
  private static HostTensor withClass(HostTensor positions) {
    long[] shape = positions.shape();
    long side = Math.round(Math.sqrt((double) shape[1]));
    if (shape[0] != 1 || side * side != shape[1]) {
      return positions;
    }
    HostTensor rows = TensorRows.shaped(positions, shape[1], shape[2]);
    HostTensor first = TensorRows.zeros(TensorRows.of(rows, 0, 1));
    return TensorRows.joined(List.of(first, rows))
        .map(all -> TensorRows.shaped(all, 1, shape[1] + 1, shape[2]))
        .orElse(positions);
  }

  private static KeyMap siglip(KeyMap parallel) {
    return parallel
        .keepingOnlyUnder("vision_model.")
        .droppingAnyWith("position_ids")
        .renaming(VISION::of)
        .renaming(SIGLIP::of)
        .converting(
            tensors ->
                Conversion.of(tensors)
                    .joining(".attn.", "qkv")
                    .cutting("attn_pool.in.weight", "attn_pool.q.weight", "attn_pool.kv.weight")
                    .cutting("attn_pool.in.bias", "attn_pool.q.bias", "attn_pool.kv.bias")
                    .with(POSITIONS, 2, TransformerMaps::leading)
                    .done())
        .ofBackbones();
  }

  private static KeyMap clip(KeyMap parallel) {
    return parallel
        .keepingOnlyUnder("vision_model.", "visual_projection.")
        .droppingAnyWith("position_ids")
        .renaming(VISION::of)
        .renaming(key -> "visual." + CLIP.of(key))
        .converting(
            tensors ->
                Conversion.of(tensors)
                    .joining(".attn.", "in_proj")
                    .renamed(Renaming.of(".in_proj.", ".in_proj_"))
                    .with("visual.proj", 2, TensorRows::turned)
                    .done())
        .ofBackbones();
  }

  private static KeyMap dinov3(KeyMap parallel) {
    return parallel
        .renaming(DINOV3::of)
        .converting(
            tensors ->
                Conversion.of(tensors)
                    .joining(".attn.", "qkv")
                    .deciding(".mlp.gate_proj.", GATED, PLAIN)
                    .with("mask_token", 3, mask -> TensorRows.shaped(mask, 1, mask.shape()[2]))
                    .done())
        .ofBackbones("classifier.");
  }

  /** Without a bias, queries and values have one of 0. */
  private static KeyMap timmDinov3(KeyMap parallel) {
    return parallel
        .renaming(TIMM_DINOV3::of)
        .converting(
            tensors ->
                Conversion.of(tensors)
                    .joining(".attn.", "qkv")
                    .completing(QKV + "weight", QKV + "bias", TransformerMaps::bias)
                    .deciding(".mlp.gate_proj.", GATED, PLAIN)
                    .done())
        .ofBackbones("fc.", "head.");
  }

  private static HostTensor bias(HostTensor weight) {
    return TensorRows.zeros(weight, weight.shape()[0]);
  }

  private static HostTensor leading(HostTensor table) {
    return TensorRows.shaped(table, 1, table.shape()[0], table.shape()[1]);
  }
}
