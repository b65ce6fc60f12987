package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A golden trajectory's configuration as a pipeline file would write it, and our names of what it
 * names.
 *
 * @param json the case
 */
record TrajectoryRecipe(JsonNode json) {

  /** The name of the student's network, and of its key list. */
  String network() {
    return configuration("student").path("network").asText();
  }

  /** A part of the configuration. */
  JsonNode configuration(String part) {
    return json.path("configuration").path(part);
  }

  /** True if a teacher network looks at the student's rows. */
  boolean hasTeacher() {
    return json.path("configuration").has("teacher");
  }

  /** How many views the batches have. */
  int views() {
    return hasKeys() ? 2 : configuration("views").asInt(1);
  }

  /** True if a network that follows the student looks at a second image of each sample. */
  boolean hasKeys() {
    boolean contrast = false;
    for (JsonNode feature : configuration("student").path("features")) {
      contrast |= feature.asText().equals("selfsimilarity");
    }
    return contrast && configuration("images").has("aux_k_first");
  }

  /** The student's {@code network}, or the teacher's. */
  String networkSettings(JsonNode whose) {
    int size = whose.path("embedding").asInt();
    return switch (network()) {
      case "lr_resnet18" ->
          "backbone = resnet18, keys = label-relaxation, pooling = average-max, embedding = %d"
                  .formatted(size)
              + ", l2-norm = "
              + whose.path("l2_norm").asBoolean()
              + (whose.path("frozen_batchnorm").asBoolean() ? ", bn-freeze = all" : "");
      case "s2sd_resnet18", "diva_resnet18" ->
          "backbone = resnet18, keys = s2sd, pooling = average, l2-norm = true, embedding = %d"
                  .formatted(size)
              + (whose.has("features") ? ", parts = " + whose.get("features") : "")
              + (whose.path("frozen_batchnorm").asBoolean() ? ", bn-freeze = statistics" : "");
      case "simreg_resnet18" ->
          "backbone = resnet18, keys = plain, pooling = average, embedding = 0, heads { predict_q {"
              + " type = regression, kind = %s, hidden = %s, size = %d } }"
                  .formatted(
                      objective().path("linear_pred").asBoolean() ? "linear" : "mlp",
                      hidden(objective().path("hidden_dims")),
                      objective().path("teacher_dim").asInt());
      default -> throw new IllegalArgumentException(network() + " (expected: a known network)");
    };
  }

  /** The student's {@code method}. */
  String methodSettings() {
    JsonNode o = objective();
    String type = o.path("type").asText();
    return switch (type) {
      case "relaxed-contrastive" -> plain("relaxed-contrastive", "sigma", "delta");
      case "rkd" -> plain("rkd", "distance_weight", "angle_weight");
      case "pkt" -> plain("pkt");
      case "dark-rank" ->
          plain("dark-rank", "alpha", "beta", "triplet_margin")
              + ", permute-length = "
              + o.get("permute_len");
      case "proxy-anchor" -> plain("proxy-anchor", "margin", "alpha");
      case "fitnet" -> besideProxies("type = fitnet");
      case "attention" -> besideProxies("type = attention-transfer");
      case "crd" ->
          besideProxies(plain("crd", "negatives", "projection", "temperature", "momentum"));
      case "simreg" -> "type = simreg, student-output = predict_q";
      case "s2sd" -> selfDistillation(o);
      case "diva" -> diva(o);
      default -> throw new IllegalArgumentException(type + " (expected: a known objective)");
    };
  }

  /** The widths after the first: that is the features' own. */
  private static List<Integer> hidden(JsonNode widths) {
    List<Integer> hidden = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      hidden.add(widths.get(i).asInt());
    }
    return hidden;
  }

  private String selfDistillation(JsonNode o) {
    return plain("s2sd", "pool_aggr").replace("pool-aggr", "pool-aggregation")
        + ", temperature = %s, weight = %s, target-sizes = %s, feature-distillation = %s"
            .formatted(
                o.get("T"),
                o.get("w"),
                o.get("target_dims"),
                o.path("feat_distill").asBoolean(true))
        + ", feature-weight = %s, feature-delay = %s"
            .formatted(o.get("feat_w"), o.get("feat_distill_delay"))
        + ", base { %s }".formatted(based(o));
  }

  private static String based(JsonNode o) {
    if (o.path("source").asText().equals("margin")) {
      return margin(o);
    }
    JsonNode base = o.path("multisimilarity");
    return "type = multi-similarity, variant = original, positive-weight = %s"
            .formatted(base.get("pos_weight"))
        + ", negative-weight = %s, margin = %s, threshold = %s"
            .formatted(base.get("neg_weight"), base.get("margin"), base.get("thresh"));
  }

  private static String margin(JsonNode o) {
    JsonNode margin = o.path("margin");
    return "type = margin, variant = original, margin = %s, beta = %s"
        .formatted(margin.get("margin"), margin.get("beta"));
  }

  private String diva(JsonNode o) {
    return "type = diva, features = "
        + configuration("student").get("features")
        + ", objective { %s }, selfsimilarity { weight = %s, momentum = %s, objective { %s } }"
            .formatted(margin(o), o.get("alpha_ssl"), o.get("key_momentum"), contrast(o))
        + ", shared { weight = %s }, intra { weight = %s }"
            .formatted(o.get("alpha_shared"), o.get("alpha_intra"))
        + ", separation { directions = %s, weights = %s, hidden = %s }"
            .formatted(
                o.get("separation_directions"),
                o.get("separation_weights"),
                o.get("separation_hidden"));
  }

  private static String contrast(JsonNode o) {
    String common =
        "temperature = %s, queue-size = %s".formatted(o.get("temperature"), o.get("queue"));
    if (o.path("ssl").asText().equals("moco")) {
      return "type = moco, " + common;
    }
    return "type = fast-moco, %s, lower-cutoff = %s, upper-cutoff = %s, variant = %s"
        .formatted(
            common,
            o.get("lower_cutoff"),
            o.get("upper_cutoff"),
            o.path("diva_fixed").asBoolean() ? "paper" : "original");
  }

  /** The student's {@code optimizer}, its groups named as ours. */
  String optimizerSettings() {
    JsonNode o = configuration("optimizer");
    StringBuilder text = new StringBuilder("type = " + o.path("type").asText());
    text.append(", lr = %s, weight-decay = %s".formatted(o.get("lr"), o.get("weight_decay")));
    for (String key : new String[] {"betas", "alpha", "eps", "momentum", "nesterov"}) {
      text.append(o.has(key) ? ", %s = %s".formatted(key, o.get(key)) : "");
    }
    double clip = o.path("clip_grad_value").asDouble(0);
    text.append(clip > 0 ? ", clip-gradient-value = " + clip : "");
    Map<String, String> groups = new LinkedHashMap<>();
    for (JsonNode group : json.path("parameter_groups")) {
      groups.put(
          TrajectoryNames.group(group.path("name").asText()),
          "lr = %s, weight-decay = %s".formatted(group.get("lr"), group.get("weight_decay")));
    }
    text.append(", groups {");
    groups.forEach((name, settings) -> text.append(" %s { %s },".formatted(name, settings)));
    return text.append(" }").toString();
  }

  /** The objective's configuration. */
  JsonNode objective() {
    return configuration("objective");
  }

  private String besideProxies(String objective) {
    JsonNode proxies = objective().path("proxy_anchor");
    return "type = sum, terms { distillation { objective { %s } }, proxy_anchor { objective {"
            .formatted(objective)
        + " type = proxy-anchor, margin = %s, alpha = %s } } }"
            .formatted(proxies.get("margin"), proxies.get("alpha"));
  }

  private String plain(String type, String... settings) {
    StringBuilder text = new StringBuilder("type = " + type);
    for (String name : settings) {
      text.append(", %s = %s".formatted(name.replace('_', '-'), objective().get(name)));
    }
    return text.toString();
  }
}
