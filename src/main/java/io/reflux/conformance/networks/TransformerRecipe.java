package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;

/** Vision transformers of golden cases, as a pipeline file would describe them. */
final class TransformerRecipe {
  private TransformerRecipe() {}

  /** True for a network that can be described here. */
  static boolean knows(String name) {
    boolean timm =
        name.startsWith("timm_") && !name.contains("dino") && !name.contains("distilled");
    return timm || name.startsWith("dino_") || name.startsWith("dinov2_");
  }

  /** The settings of a case. */
  static String settings(String name, JsonNode params) {
    String size = name.startsWith("timm_") ? timm(params) : dino(params);
    String more = name.startsWith("dinov2_") ? dinov2(params) : "";
    return size + more + ", image-side = " + params.path("img_size").asInt(224) + ", pooling = own";
  }

  private static String dino(JsonNode params) {
    return "backbone = vit, embedding = 0, patch = %s, width = %s, depth = %s, attention-heads = %s"
        .formatted(
            params.path("patch_size").asText(),
            params.path("embed_dim").asText(),
            params.path("depth").asInt(12),
            params.path("num_heads").asText());
  }

  /** What DINOv2 has beyond DINO. */
  private static String dinov2(JsonNode params) {
    boolean gated = params.path("ffn_layer").asText().startsWith("swiglu");
    return ", mask-token = true, perceptron = %s, layer-scale = %s, registers = %s"
            .formatted(
                gated ? "swiglu" : "gelu",
                params.path("init_values").asDouble(1),
                params.path("num_register_tokens").asInt(0))
        + ", position-antialias = %s, position-offset = %s"
            .formatted(
                params.path("interpolate_antialias").asBoolean(false),
                params.path("interpolate_offset").asDouble(0.1));
  }

  /** As {@code deit_small_patch16_224}. */
  private static String timm(JsonNode params) {
    String[] words = params.path("model").asText().split("_", -1);
    return "keys = torchvision, backbone = vit-%s, patch = %s, embedding = %d"
        .formatted(
            words[1], words[2].substring("patch".length()), params.path("num_classes").asInt(1000));
  }
}
