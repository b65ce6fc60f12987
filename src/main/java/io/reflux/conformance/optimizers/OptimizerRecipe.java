package io.reflux.conformance.optimizers;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.CaseSettings;
import io.reflux.conformance.GoldenCase;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.Schedule;
import io.reflux.train.TrainingLength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the settings of a golden trajectory as a pipeline file would, and reads them. Groups are
 * named {@code group-0}, {@code group-1}…
 */
record OptimizerRecipe(OptimizerSettings optimizer, Schedule schedule, TrainingLength length) {
  private static final Map<String, String> KEYS =
      Map.of(
          "lr", "lr",
          "weight_decay", "weight-decay",
          "momentum", "momentum",
          "nesterov", "nesterov",
          "alpha", "alpha",
          "eps", "eps");

  static OptimizerRecipe of(GoldenCase golden) {
    JsonNode params = golden.params();
    int stepsPerEpoch = params.path("steps_per_epoch").asInt();
    int epochs = Math.max(1, params.path("steps").asInt() / stepsPerEpoch);
    return new OptimizerRecipe(
        CaseSettings.read(optimizer(params), OptimizerSettings::read),
        CaseSettings.read(schedule(params.path("scheduler")), Schedule::read),
        new TrainingLength(epochs, stepsPerEpoch));
  }

  /** The names of a group's parameters. */
  static List<List<String>> groups(GoldenCase golden) {
    List<List<String>> groups = new ArrayList<>();
    for (JsonNode group : golden.params().path("groups")) {
      List<String> names = new ArrayList<>();
      group.path("parameters").forEach(name -> names.add(name.asText()));
      groups.add(names);
    }
    return groups;
  }

  private static Map<String, Object> optimizer(JsonNode params) {
    JsonNode own = params.path("optimizer");
    Map<String, Object> written = new HashMap<>();
    // PyTorch's defaults where they are not ours.
    written.put("weight-decay", 0);
    written.putAll(numbers(own));
    written.put(
        "type",
        switch (own.path("name").asText()) {
          case "AdamW" -> "adamw";
          case "Adam" -> "adam";
          case "SGD" -> "sgd";
          case "RMSprop" -> "rmsprop";
          default -> own.path("name").asText();
        });
    if (params.has("clip_grad_value")) {
      written.put("clip-gradient-value", params.path("clip_grad_value").asDouble());
    }
    Map<String, Object> groups = new HashMap<>();
    int count = 0;
    for (JsonNode group : params.path("groups")) {
      groups.put("group-" + count++, numbers(group));
    }
    written.put("groups", groups);
    return written;
  }

  private static Map<String, Object> numbers(JsonNode node) {
    Map<String, Object> written = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String key = KEYS.get(each.getKey());
      if (key != null) {
        written.put(key, CaseSettings.plain(each.getValue()));
      }
    }
    return written;
  }

  private static Map<String, Object> schedule(JsonNode own) {
    return switch (own.path("name").asText()) {
      case "CosineAnnealingLR" ->
          Map.of("type", "cosine", "period", own.path("T_max").asInt() + " epochs");
      case "simreg adjust_learning_rate" ->
          Map.of("type", "cosine", "period", own.path("epochs").asInt() + " epochs");
      case "StepLR" ->
          Map.of(
              "type",
              "step",
              "every",
              own.path("step_size").asInt() + " epochs",
              "gamma",
              own.path("gamma").asDouble());
      case "MultiStepLR" -> {
        List<Integer> milestones = new ArrayList<>();
        own.path("milestones").forEach(each -> milestones.add(each.asInt()));
        yield Map.of(
            "type", "multi-step", "milestones", milestones, "gamma", own.path("gamma").asDouble());
      }
      default -> Map.of("type", own.path("name").asText());
    };
  }
}
