package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.dataset.Counts;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetFacts;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The splits of LabelRelaxation, and the lists that its CRD makes of them. */
record LabelRelaxationCheck(GoldenCase golden, Path root) {
  private static final Map<String, String> TYPES =
      Map.of("cub", "cub-200-2011", "cars", "cars-196", "SOP", "stanford-online-products");

  List<String> differences() {
    String type = TYPES.getOrDefault(golden.inputs().path("name").asText(), "");
    String hidden = type.equals("cub-200-2011") ? ", hidden-folders = true" : "";
    Splits splits =
        Indexed.open(type, root, "complete = false, layout = label-relaxation" + hidden);
    Counts counts =
        Datasets.FACTS.stream()
            .filter(facts -> facts.name().equals(type))
            .map(DatasetFacts::counts)
            .findFirst()
            .orElseThrow();
    List<String> differences = new ArrayList<>();
    JsonNode expected = golden.expected();
    compare("train", splits.train(), expected.path("train"), counts.trainClasses(), differences);
    compare("eval", splits.test(), expected.path("eval"), counts.testClasses(), differences);
    compareContrasts(splits.train(), expected.path("train"), differences);
    return differences;
  }

  private static void compare(
      String part, Dataset dataset, JsonNode want, int classes, List<String> differences) {
    if (dataset.size() != want.path("count").asInt()) {
      differences.add(
          part + ": " + dataset.size() + " items (expected: " + want.path("count") + ")");
      return;
    }
    List<String> all = Indexed.all(dataset, dataset::classId);
    for (String key : List.of("items", "first_items", "last_items")) {
      List<String> expected = new ArrayList<>();
      want.path(key)
          .forEach(item -> expected.add(item.get(0).asText() + " " + item.get(1).asInt()));
      int from = key.equals("last_items") ? all.size() - expected.size() : 0;
      Indexed.compare(
          part + " " + key, all.subList(from, from + expected.size()), expected, differences);
    }
    boolean whole = want.path("nb_classes").asText().equals(Integer.toString(classes));
    if (whole != wholeRange(dataset, classes)) {
      differences.add(
          part + ": " + dataset.classes() + " classes (expected: " + want.path("nb_classes") + ")");
    }
  }

  /** The original's assertion: the classes are a range without gaps, as long as published. */
  private static boolean wholeRange(Dataset dataset, int classes) {
    return dataset.classes() == classes
        && dataset.classId(classes - 1) - dataset.classId(0) == classes - 1
        && dataset.classId(0) % classes == 0;
  }

  private static void compareContrasts(Dataset train, JsonNode want, List<String> differences) {
    for (JsonNode pair : want.path("cls_positive")) {
      List<Integer> expected = new ArrayList<>();
      pair.get(1).forEach(position -> expected.add(position.asInt()));
      List<Integer> actual = positions(train, pair.get(0).asInt());
      if (!actual.equals(expected)) {
        differences.add(
            "cls_positive " + pair.get(0) + ": " + actual + " (expected: " + expected + ")");
      }
    }
    for (JsonNode pair : want.path("cls_negative")) {
      List<Integer> expected = new ArrayList<>();
      pair.get(1).forEach(position -> expected.add(position.asInt()));
      List<Integer> actual = new ArrayList<>();
      for (int label = 0; label < train.classes(); label++) {
        if (train.classId(label) != pair.get(0).asInt()) {
          actual.addAll(positions(train, train.classId(label)));
        }
      }
      if (!actual.equals(expected)) {
        differences.add(
            "cls_negative " + pair.get(0) + ": " + actual + " (expected: " + expected + ")");
      }
    }
  }

  private static List<Integer> positions(Dataset dataset, int classId) {
    List<Integer> positions = new ArrayList<>();
    for (int id = 0; id < dataset.size(); id++) {
      if (dataset.classId(dataset.label(id)) == classId) {
        positions.add(id);
      }
    }
    return positions;
  }
}
