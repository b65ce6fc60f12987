package io.reflux.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which outputs a term takes for those that its objective asks for: a head's embedding for {@code
 * embedding}, the keys of a momentum network for the teacher's, or what one of several teachers
 * says. Outputs that aren't named here are read under their own names.
 *
 * <p>Where several of the teachers' outputs stand for one, they are joined: their rows, each at
 * length 1, stand one after the other, so that cosines of joined rows are means of the teachers'.
 *
 * @param student the student's outputs, by the objective's names
 * @param teacher the teachers' outputs, one or several, by the objective's names
 */
record OutputMapping(Map<String, String> student, Map<String, List<String>> teacher) {
  /** Everything under its own name. */
  static final OutputMapping PLAIN = new OutputMapping(Map.of(), Map.of());

  /** Between the name of a teacher and that of its output. */
  private static final String OF = "/";

  /** One of the student's outputs in the place of its embedding. */
  static OutputMapping head(String output) {
    return new OutputMapping(Map.of(LossInput.EMBEDDING, output), Map.of());
  }

  /** The same with what named teachers say in the place of the teacher's outputs. */
  OutputMapping taughtBy(List<String> names, Set<String> asked) {
    Map<String, List<String>> outputs = new HashMap<>();
    for (String output : asked) {
      outputs.put(output, names.stream().map(name -> name + OF + output).toList());
    }
    return new OutputMapping(student, outputs);
  }

  /** The network's names of outputs that an objective asks the student for. */
  Set<String> ofStudent(Set<String> asked) {
    Set<String> outputs = new LinkedHashSet<>();
    asked.forEach(name -> outputs.add(student.getOrDefault(name, name)));
    return outputs;
  }

  /** The network's names of outputs that an objective asks the teacher for. */
  Set<String> ofTeacher(Set<String> asked) {
    Set<String> outputs = new LinkedHashSet<>();
    asked.forEach(name -> outputs.addAll(teacher.getOrDefault(name, List.of(name))));
    outputs.removeIf(name -> name.startsWith(Momentum.PREFIX));
    return outputs;
  }

  /** The student's outputs under the objective's names as well. */
  Map<String, NDArray> student(LossInput input) {
    return with(input.student(), student);
  }

  /** The teacher's outputs under the objective's names as well. */
  Map<String, NDArray> teacher(LossInput input) {
    Map<String, NDArray> more = new HashMap<>(input.teacher());
    teacher.forEach((own, outputs) -> more.put(own, joined(found(input.teacher(), outputs))));
    return more;
  }

  /** The sizes as the objective sees them; those of keys are the student's. */
  Dimensions seen(Dimensions dimensions) {
    Map<String, long[]> others = new HashMap<>(dimensions.teacher());
    dimensions.student().forEach((name, row) -> others.put(Momentum.PREFIX + name, row));
    Map<String, long[]> rows = new HashMap<>(others);
    teacher.forEach((own, outputs) -> rows.put(own, joinedRow(found(others, outputs))));
    return new Dimensions(
        dimensions.classes(), dimensions.examples(), with(dimensions.student(), student), rows);
  }

  private static NDArray joined(List<NDArray> outputs) {
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    NDList rows = new NDList();
    outputs.forEach(each -> rows.add(RowVectors.unit(Shapes.matrix("teacher", each))));
    return NDArrays.concat(rows, 1);
  }

  private static long[] joinedRow(List<long[]> rows) {
    if (rows.size() == 1) {
      return rows.get(0);
    }
    long size = 0;
    for (long[] row : rows) {
      if (row.length != 1) {
        throw new InputException(
            "teachers: " + Arrays.toString(row) + " (expected: one vector a row, to be joined)");
      }
      size += row[0];
    }
    return new long[] {size};
  }

  private static <V> Map<String, V> with(Map<String, V> all, Map<String, String> names) {
    Map<String, V> more = new HashMap<>(all);
    names.forEach((own, output) -> more.put(own, found(all, List.of(output)).get(0)));
    return more;
  }

  private static <V> List<V> found(Map<String, V> all, List<String> outputs) {
    List<V> found = new ArrayList<>();
    for (String output : outputs) {
      V value = all.get(output);
      if (value == null) {
        throw new IllegalArgumentException(
            "outputs: no " + output + " (expected: one of " + all.keySet() + ")");
      }
      found.add(value);
    }
    return found;
  }
}
