package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** timm's vision transformers of golden cases, told by the names that timm gives them. */
final class TimmRecipe {
  /** Width, depth, heads, and how many times as wide a perceptron is inside. */
  private static final Map<String, List<Double>> SIZES =
      Map.of(
          "tiny", List.of(192.0, 12.0, 3.0, 4.0),
          "small", List.of(384.0, 12.0, 6.0, 4.0),
          "base", List.of(768.0, 12.0, 12.0, 4.0),
          "large", List.of(1024.0, 24.0, 16.0, 4.0),
          "so400m", List.of(1152.0, 27.0, 16.0, 3.7362));

  private static final Pattern REGISTERS = Pattern.compile("_reg(\\d+)_");

  private TimmRecipe() {}

  /** As {@code deit_small_patch16_224}; constructor options of a case come on top of its name. */
  static String settings(JsonNode params) {
    String model = params.path("model").asText();
    String[] words = model.split("_", -1);
    List<Double> size = Objects.requireNonNull(SIZES.get(words[1]));
    String settings =
        "keys = torchvision, backbone = vit, width = %d, depth = %d, attention-heads = %d"
                .formatted(
                    size.get(0).intValue(),
                    params.path("depth").asInt(size.get(1).intValue()),
                    size.get(2).intValue())
            + ", expansion = %s, patch = %s, image-side = %d"
                .formatted(size.get(3), patch(words), params.path("img_size").asInt(side(model)));
    return settings + family(model, params);
  }

  private static String patch(String[] words) {
    for (String word : words) {
      if (word.startsWith("patch")) {
        return word.substring("patch".length());
      }
    }
    throw new IllegalArgumentException(
        "model: " + String.join("_", words) + " (expected: a name with its patch's side)");
  }

  private static int side(String model) {
    return model.contains("dinov2") ? 518 : 224;
  }

  /** What the originals have beyond the plain transformer; a classifier is the embedding. */
  private static String family(String model, JsonNode params) {
    String activation = params.path("act_layer").asText("gelu").replace('_', '-');
    String pooled =
        params.path("global_pool").asText("token").equals("avg") ? ", vector = mean" : "";
    String common = pooled + ", perceptron = " + activation;
    if (model.contains("siglip")) {
      return ", embedding = 0, class-token = false, vector = attention, position-offset = 0,"
          + " position-antialias = true, perceptron = "
          + activation;
    }
    if (model.contains("dinov2")) {
      Matcher registers = REGISTERS.matcher(model);
      return ", embedding = 0, layer-scale = 1, position-offset = 0, position-antialias = true"
          + (registers.find()
              ? ", registers-key = reg_token, class-position = false, registers = "
                  + registers.group(1)
              : "")
          + common;
    }
    return ", embedding = "
        + params.path("num_classes").asInt(1000)
        + ", distillation-token = "
        + model.contains("distilled")
        + common;
  }
}
