package io.reflux.conformance.networks;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.network.Network;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Vision transformers of golden cases, as a pipeline file would describe them. */
final class TransformerRecipe {
  private static final List<String> KNOWN =
      List.of("reflux_", "timm_", "dino_", "dinov2_", "dinov3_", "clip_", "openclip_", "siglip_");

  /** Which patches a case hides, by their numbers over all images. */
  private static final Pattern HIDDEN = Pattern.compile("% (\\d+) == (\\d+)");

  private TransformerRecipe() {}

  /** True for a network that can be described here. */
  static boolean knows(String name) {
    return KNOWN.stream().anyMatch(name::startsWith);
  }

  /** The settings of a case. */
  static String settings(String name, JsonNode params) {
    return "pooling = own, "
        + switch (name.substring(0, name.indexOf('_'))) {
          case "reflux" -> params.path("settings").asText();
          case "timm", "siglip" -> TimmRecipe.settings(params);
          case "dinov2" -> dino(params) + dinov2(params);
          case "dinov3" -> dino(params) + dinov3(params);
          case "clip" -> clip(params, "quick_gelu");
          case "openclip" -> clip(params, params.path("act").asText("gelu"));
          default -> dino(params);
        };
  }

  /** A network whose patches are hidden as a case says it. */
  static Network hiding(Network network, JsonNode params) {
    String masks = params.path("masks").asText();
    Matcher rule = HIDDEN.matcher(masks);
    if (!rule.find()) {
      throw new IllegalArgumentException("masks: " + masks + " (expected: … % n == m)");
    }
    return network.hidingPatches(Integer.parseInt(rule.group(1)), Integer.parseInt(rule.group(2)));
  }

  /** What lies otherwise in the cases: OpenAI's blocks have tokens first, DINOv3's patches rows. */
  static Map<String, NetworkRecipe.Order> order(String name) {
    if (name.startsWith("clip_")) {
      return Map.of("resblocks.N", (tokens, shape) -> tokens.transpose(1, 0, 2));
    }
    return name.startsWith("dinov3_")
        ? Map.of("patch_embed", (tokens, shape) -> tokens.reshape(new Shape(shape)))
        : Map.of();
  }

  private static String dino(JsonNode params) {
    return "backbone = vit, embedding = 0, patch = %s, width = %s, depth = %s"
            .formatted(
                params.path("patch_size").asText(),
                params.path("embed_dim").asText(),
                params.path("depth").asInt(12))
        + ", attention-heads = %s, image-side = %s"
            .formatted(params.path("num_heads").asText(), params.path("img_size").asInt(224));
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

  /** What DINOv3 has beyond DINO. */
  private static String dinov3(JsonNode params) {
    boolean gated = params.path("ffn_layer").asText().startsWith("swiglu");
    String bias = params.path("mask_k_bias").asBoolean(false) ? "queries-and-values" : "all";
    return ", mask-token = true, perceptron = %s, expansion = %s, layer-scale = %s"
            .formatted(
                gated ? "swiglu-apart" : "gelu",
                params.path("ffn_ratio").asDouble(4),
                params.path("layerscale_init").asDouble(0))
        + ", positions = rotary, rotary-base = %s, rotary-coordinates = %s"
            .formatted(
                params.path("pos_embed_rope_base").asDouble(100),
                params.path("pos_embed_rope_normalize_coords").asText("separate"))
        + ", registers = %s, registers-key = storage_tokens, qkv-bias = %s, epsilon = %s"
            .formatted(
                params.path("n_storage_tokens").asInt(0),
                params.path("qkv_bias").asBoolean(true) ? bias : "none",
                params.path("norm_layer").asText().equals("layernormbf16") ? 1e-5 : 1e-6)
        + ", front-norm = "
        + params.path("untie_cls_and_patch_norms").asBoolean(false);
  }

  private static String clip(JsonNode params, String activation) {
    return "backbone = clip, embedding = 0, patch = %s, width = %s, depth = %s"
            .formatted(
                params.path("patch_size").asText(),
                params.path("width").asText(),
                params.path("layers").asText())
        + ", attention-heads = %s, components = %s, image-side = %s, perceptron = %s"
            .formatted(
                params.path("heads").asText(),
                params.path("output_dim").asText(),
                Stream.of("input_resolution", "image_size")
                    .filter(params::has)
                    .map(each -> params.path(each).asText())
                    .findFirst()
                    .orElse("224"),
                activation.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
