package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which outputs a term takes for those that its objective asks for: a head's embedding for {@code
 * embedding}, or the keys of a momentum network for the teacher's. Outputs that aren't named here
 * are read under their own names.
 *
 * @param student the student's outputs, by the objective's names
 * @param teacher the teacher's outputs, by the objective's names
 */
record OutputMapping(Map<String, String> student, Map<String, String> teacher) {
  /** Everything under its own name. */
  static final OutputMapping PLAIN = new OutputMapping(Map.of(), Map.of());

  /** One of the student's outputs in the place of its embedding. */
  static OutputMapping head(String output) {
    return new OutputMapping(Map.of(LossInput.EMBEDDING, output), Map.of());
  }

  /** The network's names of outputs that an objective asks the student for. */
  Set<String> ofStudent(Set<String> asked) {
    return renamed(asked, student);
  }

  /** The network's names of outputs that an objective asks the teacher for. */
  Set<String> ofTeacher(Set<String> asked) {
    Set<String> names = renamed(asked, teacher);
    names.removeIf(name -> name.startsWith(Momentum.PREFIX));
    return names;
  }

  /** The student's outputs under the objective's names as well. */
  Map<String, NDArray> student(LossInput input) {
    return with(input.student(), student);
  }

  /** The teacher's outputs under the objective's names as well. */
  Map<String, NDArray> teacher(LossInput input) {
    return with(input.teacher(), teacher);
  }

  /** The sizes as the objective sees them; those of keys are the student's. */
  Dimensions seen(Dimensions dimensions) {
    Map<String, long[]> others = new HashMap<>(dimensions.teacher());
    dimensions.student().forEach((name, row) -> others.put(Momentum.PREFIX + name, row));
    return new Dimensions(
        dimensions.classes(),
        dimensions.examples(),
        with(dimensions.student(), student),
        with(others, teacher));
  }

  private static Set<String> renamed(Set<String> asked, Map<String, String> names) {
    Set<String> outputs = new LinkedHashSet<>();
    asked.forEach(name -> outputs.add(names.getOrDefault(name, name)));
    return outputs;
  }

  private static <V> Map<String, V> with(Map<String, V> all, Map<String, String> names) {
    if (names.isEmpty()) {
      return all;
    }
    Map<String, V> more = new HashMap<>(all);
    names.forEach(
        (own, output) -> {
          V value = all.get(output);
          if (value == null) {
            throw new IllegalArgumentException(
                "outputs: no " + output + " (expected: one of " + all.keySet() + ")");
          }
          more.put(own, value);
        });
    return more;
  }
}
