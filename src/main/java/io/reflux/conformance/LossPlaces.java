package io.reflux.conformance;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the inputs of a golden case go in what an objective sees. */
final class LossPlaces {
  /** Names in the cases to places; a name not listed is a parameter, with dashes. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("embeddings", "student.embedding"),
          Map.entry("student_embeddings", "student.embedding"),
          Map.entry("teacher_embeddings", "teacher.embedding"));

  private LossPlaces() {}

  /** Puts the native inputs of a case where they belong. */
  static LossInput input(GoldenCase golden, Map<String, NDArray> natives) {
    Map<String, NDArray> student = new LinkedHashMap<>();
    Map<String, NDArray> teacher = new LinkedHashMap<>();
    Map<String, NDArray> memories = new LinkedHashMap<>();
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    natives.forEach(
        (name, array) -> {
          String place = PLACES.getOrDefault(name, "parameter." + name.replace('_', '-'));
          String rest = place.substring(place.indexOf('.') + 1);
          if (place.startsWith("student.")) {
            student.put(rest, array);
          } else if (place.startsWith("teacher.")) {
            teacher.put(rest, array);
          } else if (place.startsWith("memory.")) {
            memories.put(rest, array);
          } else {
            parameters.put(rest, array);
          }
        });
    return new LossInput(
        student,
        teacher,
        ints(golden, "labels", rows(student)),
        ints(golden, "sample_indices", rows(student)),
        views(golden),
        tuples(golden),
        parameters,
        memories,
        golden.params().path("iteration").asLong());
  }

  private static int views(GoldenCase golden) {
    return golden.params().path("two_view").asBoolean() ? 2 : 1;
  }

  private static Tuples tuples(GoldenCase golden) {
    return golden.inputs().has("triplets") ? new Tuples(golden.inputRows("triplets")) : Tuples.NONE;
  }

  private static int[] ints(GoldenCase golden, String name, int rows) {
    return golden.inputs().has(name) ? golden.input(name).ints() : new int[rows];
  }

  private static int rows(Map<String, NDArray> student) {
    return student.isEmpty() ? 0 : (int) student.values().iterator().next().getShape().get(0);
  }
}
