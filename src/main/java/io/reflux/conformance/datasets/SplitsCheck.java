package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.StreamSupport;

/** The splits of S2SD and DiVA, by the originals' names. */
record SplitsCheck(GoldenCase golden, Path root) {
  private static final String OPEN = "complete = false, extensions = [], layout = s2sd, ";

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    boolean inShop = id().startsWith("inshop");
    if (isEmpty("training") || isEmpty("validation")) {
      return refusal();
    }
    Splits splits = inShop ? inShop() : s2sd();
    if (golden.expected().has("original_error")) {
      return bySamples(splits);
    }
    for (Map.Entry<String, JsonNode> each : golden.expected().properties()) {
      if (!each.getValue().has("items")) {
        continue;
      }
      Dataset dataset = part(splits, each.getKey());
      IntUnaryOperator label = inShop ? own -> own : original(each.getKey(), dataset);
      compareItems(each.getKey(), Indexed.all(dataset, label), each.getValue(), differences);
      compareNames(each.getKey(), dataset, each.getValue().path("conversion"), differences);
    }
    return differences;
  }

  private boolean isEmpty(String part) {
    JsonNode count = golden.expected().path(part).path("count");
    return golden.params().path("use_tv_split").asBoolean() && count.asInt(1) == 0;
  }

  /** Where the original trains or validates on nothing, that is refused. */
  private List<String> refusal() {
    try {
      s2sd();
      return List.of("opened (expected: to be refused, since a part is empty)");
    } catch (DatasetException e) {
      return List.of();
    }
  }

  /** DiVA lists Online Products by kind in the list's order, S2SD by article; which is the same. */
  private void compareItems(
      String part, List<String> actual, JsonNode want, List<String> differences) {
    List<String> expected = new ArrayList<>();
    want.path("items").forEach(i -> expected.add(i.get(0).asText() + " " + i.get(1).asInt()));
    boolean anyOrder =
        part.equals("super_evaluation")
            && !golden.json().path("source").asText().startsWith("S2SD");
    Indexed.compare(
        part,
        anyOrder ? actual.stream().sorted().toList() : actual,
        anyOrder ? expected.stream().sorted().toList() : expected,
        differences);
  }

  private String id() {
    return golden.json().path("id").asText();
  }

  private Splits inShop() {
    String share = golden.params().path("train_val_split").asText("1");
    return Indexed.open(
        "in-shop", root, "complete = false, drop-first-row = true, validation-share = " + share);
  }

  private Splits s2sd() {
    JsonNode params = golden.params();
    String by = params.path("tv_split_by_samples").asBoolean() ? "samples" : "classes";
    String validation =
        params.path("use_tv_split").asBoolean()
            ? "validation { by = " + by + ", train-share = " + params.path("tv_split_perc") + " }"
            : "";
    if (id().startsWith("stanford")) {
      return Indexed.open(
          "stanford-online-products", root, "complete = false, layout = s2sd, " + validation);
    }
    boolean birds = id().startsWith("cub200");
    String folder = birds ? "cub200" : "cars196";
    Path own = root.resolve(folder).toFile().isDirectory() ? root.resolve(folder) : root;
    return birds
        ? Indexed.open("cub-200-2011", own, OPEN + validation)
        : Indexed.open("cars-196", own, "complete = false, layout = s2sd, " + validation);
  }

  /**
   * What the original calls a class. Where a validation split by classes is taken it counts both
   * parts from 0, but the articles of Online Products, by mistake, from -1.
   */
  private IntUnaryOperator original(String part, Dataset dataset) {
    boolean renumbered =
        golden.params().path("use_tv_split").asBoolean()
            && !golden.params().path("tv_split_by_samples").asBoolean()
            && !part.equals("testing")
            && !part.equals("super_evaluation");
    if (!renumbered) {
      return dataset::classId;
    }
    return id().startsWith("stanford") ? label -> label - 1 : label -> label;
  }

  private static Dataset part(Splits splits, String original) {
    return switch (original) {
      case "training", "evaluation", "evaluation_train" -> splits.train();
      case "testing" -> splits.test();
      case "testing_query" -> splits.other(Splits.QUERY).orElseThrow();
      case "testing_gallery" -> splits.other(Splits.GALLERY).orElseThrow();
      case "super_evaluation" -> splits.other("super-classes").orElseThrow();
      default -> splits.other(original.replace('_', '-')).orElseThrow();
    };
  }

  /** S2SD's table of a part; that of {@code evaluation} belongs to another part, by mistake. */
  private void compareNames(
      String part, Dataset dataset, JsonNode conversion, List<String> differences) {
    boolean s2sd = golden.json().path("source").asText().startsWith("S2SD");
    if (!s2sd || part.startsWith("evaluation") || conversion.isEmpty()) {
      return;
    }
    List<String> expected = new ArrayList<>();
    StreamSupport.stream(conversion.spliterator(), false)
        .sorted(Comparator.comparingInt(pair -> pair.get(0).asInt()))
        .forEach(pair -> expected.add(pair.get(1).asText()));
    List<String> actual = new ArrayList<>();
    for (int label = 0; label < dataset.classes(); label++) {
      actual.add(dataset.className(label));
    }
    Indexed.compare(part + " names", actual, expected, differences);
  }

  /** Where the original fails to split by samples: the rule that it meant. */
  private List<String> bySamples(Splits splits) {
    double share = golden.params().path("tv_split_perc").asDouble();
    Dataset train = splits.train();
    Dataset held = splits.other(Splits.VALIDATION).orElseThrow();
    List<String> differences = new ArrayList<>();
    for (int label = 0; label < train.classes(); label++) {
      int kept = count(train, train.classId(label));
      int all = kept + count(held, train.classId(label));
      if (kept != (int) (all * share)) {
        differences.add(
            "class "
                + label
                + ": "
                + kept
                + " of "
                + all
                + " kept (expected: "
                + (int) (all * share)
                + ")");
      }
    }
    return differences;
  }

  private static int count(Dataset dataset, int classId) {
    int count = 0;
    for (int label : dataset.labels()) {
      count += dataset.classId(label) == classId ? 1 : 0;
    }
    return count;
  }
}
