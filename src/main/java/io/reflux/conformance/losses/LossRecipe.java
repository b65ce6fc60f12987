package io.reflux.conformance.losses;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.reflux.conformance.GoldenCase;
import io.reflux.objective.Objective;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How an operation of the golden cases maps onto an entry of the catalogue.
 *
 * @param type the entry's name
 * @param settings what a parameter of the case becomes, by the parameter's name; a parameter not
 *     named here keeps its name with dashes
 * @param fixed settings that the case doesn't write
 * @param places where inputs go, by their names, beside {@link LossPlaces}
 * @param lossField the field of {@code expected} that has the loss
 * @param gradientsField the field of {@code expected} that has the gradients
 */
record LossRecipe(
    String type,
    Map<String, Function<JsonNode, Map<String, Object>>> settings,
    Map<String, Object> fixed,
    Map<String, String> places,
    String lossField,
    String gradientsField) {

  /** The settings of the case under their own names, and what the original code computes. */
  static LossRecipe of(String type) {
    return new LossRecipe(type, Map.of(), Map.of(), Map.of(), "loss", "gradients");
  }

  /** The same with a parameter of the case as settings of other names and values. */
  LossRecipe reading(String parameter, Function<JsonNode, Map<String, Object>> as) {
    return new LossRecipe(
        type, plus(settings, parameter, as), fixed, places, lossField, gradientsField);
  }

  /** The same with a parameter of the case as another setting. */
  LossRecipe renaming(String parameter, String setting) {
    return reading(parameter, value -> Map.of(setting, plain(value)));
  }

  /** The same without a parameter of the case that is no setting. */
  LossRecipe without(String parameter) {
    return reading(parameter, value -> Map.of());
  }

  /** The same with a setting that the case doesn't write. */
  LossRecipe with(String setting, Object value) {
    return new LossRecipe(
        type, settings, plus(fixed, setting, value), places, lossField, gradientsField);
  }

  /** The same with an input at another place. */
  LossRecipe placing(String input, String place) {
    return new LossRecipe(
        type, settings, fixed, plus(places, input, place), lossField, gradientsField);
  }

  /** The same, held to other fields of {@code expected}; for cases that have them. */
  LossRecipe expecting(String loss, String gradients) {
    return new LossRecipe(type, settings, fixed, places, loss, gradients);
  }

  /** True if the case says what this recipe should give. */
  boolean appliesTo(GoldenCase golden) {
    return golden.expected().has(lossField);
  }

  /** The objective of a case, read as from a pipeline file. */
  Objective objective(GoldenCase golden) {
    return read(type, settings(golden.params()));
  }

  /** The settings that parameters of a case become. */
  Map<String, Object> settings(JsonNode params) {
    Map<String, Object> all = new LinkedHashMap<>(fixed);
    for (Map.Entry<String, JsonNode> each : params.properties()) {
      Function<JsonNode, Map<String, Object>> as = settings.get(each.getKey());
      if (as != null) {
        all.putAll(as.apply(each.getValue()));
      } else if (!each.getValue().isNull()) {
        all.put(each.getKey().replace('_', '-'), plain(each.getValue()));
      }
    }
    return all;
  }

  /** An objective of the catalogue with the given settings; refuses wrong ones. */
  static Objective read(String type, Map<String, Object> settings) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigValueFactory.fromMap(settings), Defaults.NONE, type, problems);
    Objective objective = Objectives.CATALOGUE.named(type, section);
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return objective;
  }

  private static Object plain(JsonNode value) {
    return ConfigFactory.parseString("x = " + value).getAnyRef("x");
  }

  private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
