package io.reflux.conformance.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.conformance.GoldenCase;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Where the inputs of a golden case go in what an objective sees. */
final class LossPlaces {
  /** Inputs that are whole numbers and travel outside of tensors. */
  private static final Set<String> NUMBERS =
      Set.of(
          "labels",
          "rotation_labels",
          "sample_indices",
          "triplets",
          "fourth_negatives",
          "anchors",
          "positives",
          "negatives");

  /** Names in the cases to places; a name not listed is a parameter, with dashes. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("embeddings", "student.embedding"),
          Map.entry("student_embeddings", "student.embedding"),
          Map.entry("query", "student.embedding"),
          Map.entry("features", "student.features"),
          Map.entry("teacher_embeddings", "teacher.embedding"),
          Map.entry("key", "teacher.embedding"),
          Map.entry("target", "teacher.embedding"),
          Map.entry("memory_queue", "memory.queue"),
          Map.entry("pseudo_labels", "memory.pseudo-labels"),
          Map.entry("class_map", "parameter.class-vectors"));

  private LossPlaces() {}

  /** True for inputs that are rows or labels, not tensors. */
  static boolean isNumbers(String name) {
    return NUMBERS.contains(name);
  }

  /** The place of an input by its name. */
  static String of(String name) {
    if (name.startsWith("features.")) {
      return "student." + name.substring("features.".length());
    }
    return PLACES.getOrDefault(name, "parameter." + name.replace('_', '-'));
  }

  /** Puts the native inputs of a case where they belong. */
  static LossInput input(
      GoldenCase golden, Map<String, String> places, Map<String, NDArray> natives) {
    Map<String, Map<String, NDArray>> kinds = new HashMap<>();
    natives.forEach(
        (name, array) -> {
          String place = places.getOrDefault(name, of(name));
          int dot = place.indexOf('.');
          kinds
              .computeIfAbsent(place.substring(0, dot), kind -> new LinkedHashMap<>())
              .merge(place.substring(dot + 1), array, LossPlaces::nextView);
        });
    Map<String, NDArray> student = kinds.getOrDefault("student", Map.of());
    int rows = (int) student.values().iterator().next().getShape().get(0);
    String labels = golden.inputs().has("rotation_labels") ? "rotation_labels" : "labels";
    return new LossInput(
        student,
        kinds.getOrDefault("teacher", Map.of()),
        ints(golden, labels, rows),
        ints(golden, "sample_indices", rows),
        views(golden),
        tuples(golden),
        kinds.getOrDefault("parameter", Map.of()),
        kinds.getOrDefault("memory", Map.of()),
        golden.params().path("iteration").asLong());
  }

  /** Two inputs at one place are two views. */
  private static NDArray nextView(NDArray first, NDArray second) {
    return NDArrays.concat(new NDList(first, second), 0);
  }

  private static int views(GoldenCase golden) {
    boolean two = golden.params().path("two_view").asBoolean() || golden.inputs().has("head_2");
    return two ? 2 : 1;
  }

  private static Tuples tuples(GoldenCase golden) {
    if (golden.inputs().has("fourth_negatives")) {
      int[] fourth = golden.input("fourth_negatives").ints();
      return joined(golden.inputRows("triplets"), i -> new int[] {fourth[i]});
    }
    if (golden.inputs().has("triplets")) {
      int[][] rows = golden.inputRows("triplets");
      return new Tuples(rows);
    }
    if (golden.inputs().has("anchors") && !golden.inputs().path("positives").has("ragged")) {
      int[] anchors = golden.input("anchors").ints();
      int[] positives = golden.input("positives").ints();
      int[][] pairs =
          IntStream.range(0, anchors.length)
              .mapToObj(i -> new int[] {anchors[i], positives[i]})
              .toArray(int[][]::new);
      int[][] negatives = golden.inputRows("negatives");
      return joined(pairs, i -> negatives[i]);
    }
    return Tuples.NONE;
  }

  private static Tuples joined(int[][] rows, IntFunction<int[]> more) {
    return new Tuples(
        IntStream.range(0, rows.length)
            .mapToObj(
                i ->
                    IntStream.concat(Arrays.stream(rows[i]), Arrays.stream(more.apply(i)))
                        .toArray())
            .toArray(int[][]::new));
  }

  private static int[] ints(GoldenCase golden, String name, int rows) {
    return golden.inputs().has(name) ? golden.input(name).ints() : new int[rows];
  }
}
