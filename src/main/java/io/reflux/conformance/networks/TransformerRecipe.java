package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;

/** Vision transformers of golden cases, as a pipeline file would describe them. */
final class TransformerRecipe {
  private TransformerRecipe() {}

  /** True for a network that can be described here. */
  static boolean knows(String name) {
    return name.startsWith("dino_") || (name.startsWith("timm_") && !name.contains("dino"));
  }

  /** The settings of a case. */
  static String settings(String name, JsonNode params) {
    String size = name.startsWith("dino_") ? dino(params) : timm(params);
    return size + ", image-side = " + params.path("img_size").asInt(224) + ", pooling = own";
  }

  private static String dino(JsonNode params) {
    return "backbone = vit, embedding = 0, patch = %s, width = %s, depth = %s, attention-heads = %s"
        .formatted(
            params.path("patch_size").asText(),
            params.path("embed_dim").asText(),
            params.path("depth").asText(),
            params.path("num_heads").asText());
  }

  /** As {@code deit_small_patch16_224}. */
  private static String timm(JsonNode params) {
    String[] words = params.path("model").asText().split("_", -1);
    return "keys = torchvision, backbone = vit-%s, patch = %s, embedding = %d"
        .formatted(
            words[1], words[2].substring("patch".length()), params.path("num_classes").asInt(1000));
  }
}
