package io.reflux.conformance.networks;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reflux.network.Heads;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A golden case's network, as a pipeline file would write it, and what its outputs are called here.
 *
 * @param network the described network
 * @param outputs our name of each output that has another name in the cases
 * @param order how each output becomes what a case has of it, where that lies otherwise; by its
 *     name there, with N for numbers
 */
record NetworkRecipe(Network network, Map<String, String> outputs, Map<String, Order> order) {

  private NetworkRecipe(Network network, Map<String, String> outputs) {
    this(network, outputs, Map.of());
  }

  /** The network of a case by the name in the index. */
  static NetworkRecipe of(String name, JsonNode params) {
    if (name.startsWith("simreg_head_")) {
      return head(name.substring("simreg_head_".length()), params);
    }
    Map<String, String> names = ConvNetRecipe.knows(name) ? ConvNetRecipe.names(name) : names(name);
    Network network = read(settings(name, params));
    Network shown = params.has("masks") ? TransformerRecipe.hiding(network, params) : network;
    return new NetworkRecipe(shown, names, TransformerRecipe.order(name));
  }

  /** True for a network that can be described here. */
  static boolean knows(String name) {
    return TransformerRecipe.knows(name)
        || ConvNetRecipe.knows(name)
        || Stream.of("lr_", "simreg_", "s2sd_", "diva_").anyMatch(name::startsWith)
        || name.equals("torchvision_googlenet");
  }

  /** False for what a case tells of the inside of an operation. */
  boolean answers(String golden) {
    return !golden.startsWith("pos_embed_used") && !golden.startsWith("rope_");
  }

  /** An answer in the order of the case's dimensions. */
  NDArray laidOut(String golden, NDArray answer, long[] shape) {
    return order.getOrDefault(golden.replaceAll("\\d+", "N"), Order.SAME).of(answer, shape);
  }

  /** How an answer becomes what a case has of it, where that lies otherwise. */
  @FunctionalInterface
  interface Order {
    /** As it is. */
    Order SAME = (answer, shape) -> answer;

    /** The same values in the order, and of the shape, that the case has. */
    NDArray of(NDArray answer, long[] shape);
  }

  private static String settings(String name, JsonNode params) {
    if (TransformerRecipe.knows(name)) {
      return TransformerRecipe.settings(name, params);
    }
    if (ConvNetRecipe.knows(name)) {
      return ConvNetRecipe.settings(name);
    }
    if (name.startsWith("lr_")) {
      return labelRelaxation(name, params);
    }
    return name.startsWith("simreg_") ? simReg(name, params) : other(name, params);
  }

  /** Our name of an output. */
  String output(String golden) {
    return outputs.getOrDefault(golden, golden);
  }

  private static String labelRelaxation(String name, JsonNode params) {
    String backbone = backbone(name);
    String momentum = backbone.equals("bn-inception") ? ", bn-momentum = 0.9" : "";
    return "keys = label-relaxation, pooling = average-max, backbone = %s%s, embedding = %s"
            .formatted(backbone, momentum, params.path("embedding_size").asText())
        + ", l2-norm = "
        + params.path("l2_norm").asBoolean()
        + ", bn-freeze = "
        + (params.path("bn_freeze").asBoolean() ? "all" : "none");
  }

  private static String simReg(String name, JsonNode params) {
    String size = params.has("fc_dim") ? "fc_dim" : "num_classes";
    String settings =
        "keys = simreg, pooling = average, embedding = " + params.path(size).asInt(1000);
    return settings
        + switch (name) {
          case "simreg_mobilenet_v2" ->
              ", backbone = mobilenet-v2, width = " + params.path("width_mult").asDouble();
          case "simreg_byol_resnet50" -> ", backbone = resnet50, padding = same";
          case "simreg_resnet50x4" -> ", backbone = simclr-resnet50, width = 4";
          default -> ", backbone = " + backbone(name);
        };
  }

  /** S2SD's and DiVA's networks, which pieces of one text select, and torchvision's GoogLeNet. */
  private static String other(String name, JsonNode params) {
    if (name.equals("torchvision_googlenet")) {
      return "keys = torchvision, pooling = average, backbone = googlenet, embedding = %s"
              .formatted(params.path("num_classes").asText())
          + ", auxiliary = "
          + params.path("aux_logits").asBoolean()
          + ", transform-input = "
          + params.path("transform_input").asBoolean();
    }
    String arch = params.path("arch").asText();
    String pooling = "average";
    for (String piece : new String[] {"double", "lp2", "lp3"}) {
      if (arch.contains(piece)) {
        pooling = "average-" + piece.replace("double", "max");
      }
    }
    return "keys = s2sd, pooling = %s, backbone = %s, embedding = %s, parts = %s"
            .formatted(
                pooling,
                backbone(name),
                params.path("embed_dim").asText(),
                params.has("diva_features") ? params.get("diva_features") : "[]")
        + ", l2-norm = "
        + arch.contains("normalize")
        + (arch.startsWith("googlenet") ? ", transform-input = true" : "")
        + ", bn-freeze = "
        + (arch.contains("frozen") ? "statistics" : "none");
  }

  private static NetworkRecipe head(String name, JsonNode params) {
    JsonNode widths = params.path("hidden_dims");
    String kind = name.equals("eval_mlp4") ? "evaluation-mlp" : name.replaceAll("\\d", "");
    StringBuilder hidden = new StringBuilder();
    for (int i = 1; i < widths.size(); i++) {
      hidden.append(widths.get(i)).append(' ');
    }
    String settings =
        "type = regression, kind = %s, hidden = [%s], size = %s"
            .formatted(
                kind, hidden.toString().strip().replace(' ', ','), params.path("out_dim").asText());
    Problems problems = new Problems();
    int components = params.has("inp_dim") ? params.path("inp_dim").asInt() : widths.get(0).asInt();
    Network network = Heads.alone(Heads.CATALOGUE.read(section(settings, problems)), components);
    return new NetworkRecipe(checked(network, problems), Map.of());
  }

  private static Network read(String settings) {
    Problems problems = new Problems();
    return checked(NetworkSettings.read(section(settings, problems)).build(), problems);
  }

  private static Section section(String settings, Problems problems) {
    return new Section(
        ConfigFactory.parseString(settings).root(), Defaults.NONE, "network", problems);
  }

  private static Network checked(Network network, Problems problems) {
    if (!problems.none()) {
      throw new IllegalArgumentException("a case's settings: " + problems.all());
    }
    return network;
  }

  private static String backbone(String name) {
    if (name.contains("inception")) {
      return "bn-inception";
    }
    return name.contains("googlenet") ? "googlenet" : name.substring(name.indexOf("resnet"));
  }

  private static Map<String, String> names(String name) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String each : new String[] {"feat", "avg_features", "pooled", "l6"}) {
      names.put(each, "features");
    }
    for (String each : new String[] {"embeds", "fc", "logits"}) {
      names.put(each, "embedding");
    }
    for (String part : new String[] {"discriminative", "selfsimilarity", "shared", "intra"}) {
      names.put("embeds." + part, "embedding." + part);
    }
    names.put("storage_tokens", "reg_tokens");
    names.put("stem_maxpool", "stem");
    names.put("l1", "stem");
    for (int i = 1; i <= 4; i++) {
      names.put("f" + i, "map" + i);
      names.put("layer" + i, "map" + i);
      names.put("l" + (i + 1), "map" + i);
    }
    boolean inception = name.contains("inception");
    if (inception) {
      names.put("f3", "map1");
      names.put("f4", "map2");
      names.put("f5", "map3");
    }
    names.put("features", inception ? "map3" : "map4");
    names.put("extra_embeds", inception ? "features" : "map4");
    return names;
  }
}
