package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.reflux.objective.Objective;
import io.reflux.objective.Objectives;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an operation of the golden cases maps onto an entry of the catalogue.
 *
 * @param type the entry's name
 * @param renamed settings by the names of the case's parameters; an empty text leaves a parameter
 *     out, a parameter not named here keeps its name with dashes
 * @param fixed settings that the case doesn't write
 * @param lossField the field of {@code expected} that has the loss
 * @param gradientsField the field of {@code expected} that has the gradients
 */
record LossRecipe(
    String type,
    Map<String, String> renamed,
    Map<String, Object> fixed,
    String lossField,
    String gradientsField) {

  /** The settings of the case under their own names, and what the original code computes. */
  static LossRecipe of(String type) {
    return new LossRecipe(type, Map.of(), Map.of(), "loss", "gradients");
  }

  /** The same with a parameter of the case as another setting. */
  LossRecipe renaming(String parameter, String setting) {
    Map<String, String> more = new LinkedHashMap<>(renamed);
    more.put(parameter, setting);
    return new LossRecipe(type, more, fixed, lossField, gradientsField);
  }

  /** The same without a parameter of the case that is no setting. */
  LossRecipe without(String parameter) {
    return renaming(parameter, "");
  }

  /** The same with a setting that the case doesn't write. */
  LossRecipe with(String setting, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fixed);
    more.put(setting, value);
    return new LossRecipe(type, renamed, more, lossField, gradientsField);
  }

  /** The same, held to other fields of {@code expected}; for cases that have them. */
  LossRecipe expecting(String loss, String gradients) {
    return new LossRecipe(type, renamed, fixed, loss, gradients);
  }

  /** True if the case says what this recipe should give. */
  boolean appliesTo(GoldenCase golden) {
    return golden.expected().has(lossField);
  }

  /** The objective of a case, read as from a pipeline file. */
  Objective objective(GoldenCase golden) {
    Map<String, Object> settings = new LinkedHashMap<>(fixed);
    for (Map.Entry<String, JsonNode> each : golden.params().properties()) {
      String name = renamed.getOrDefault(each.getKey(), each.getKey().replace('_', '-'));
      if (!name.isEmpty() && !each.getValue().isNull()) {
        settings.put(name, plain(each.getValue()));
      }
    }
    ConfigObject written = ConfigValueFactory.fromMap(settings);
    return read(type, written);
  }

  /** An objective of the catalogue with the given settings; refuses wrong ones. */
  static Objective read(String type, ConfigObject written) {
    Problems problems = new Problems();
    Section section = new Section(written, Defaults.NONE, type, problems);
    Objective objective = Objectives.CATALOGUE.named(type, section);
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return objective;
  }

  private static Object plain(JsonNode value) {
    return ConfigFactory.parseString("x = " + value).getAnyRef("x");
  }
}
