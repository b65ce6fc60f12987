package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Opens datasets as a pipeline file would, and compares their items. */
final class Indexed {
  private Indexed() {}

  /** Opens a dataset. */
  static Splits open(String type, Path root, String settings) {
    Problems problems = new Problems();
    Section section =
        new Section(
            ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseMap(Map.of("type", type, "root", root.toString())))
                .root(),
            Defaults.NONE,
            "dataset",
            problems);
    DatasetRecipe recipe = Datasets.CATALOGUE.read(section);
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return recipe.open();
  }

  /** Compares paths, labels and their order. */
  static void compare(
      String what,
      Dataset dataset,
      JsonNode items,
      IntUnaryOperator originalLabel,
      List<String> differences) {
    List<String> expected = new ArrayList<>();
    items.forEach(item -> expected.add(item.get(0).asText() + " " + item.get(1).asInt()));
    compare(what, all(dataset, originalLabel), expected, differences);
  }

  /** All items of a split as {@code path label}. */
  static List<String> all(Dataset dataset, IntUnaryOperator originalLabel) {
    List<String> all = new ArrayList<>();
    for (int id = 0; id < dataset.size(); id++) {
      all.add(dataset.name(id) + " " + originalLabel.applyAsInt(dataset.label(id)));
    }
    return all;
  }

  /** Compares two lists and notes the first place where they differ. */
  static void compare(
      String what, List<String> actual, List<String> expected, List<String> differences) {
    if (actual.size() != expected.size()) {
      differences.add(what + ": " + actual.size() + " items (expected: " + expected.size() + ")");
      return;
    }
    for (int i = 0; i < actual.size(); i++) {
      if (!actual.get(i).equals(expected.get(i))) {
        differences.add(
            what + "[" + i + "]: " + actual.get(i) + " (expected: " + expected.get(i) + ")");
        return;
      }
    }
  }
}
