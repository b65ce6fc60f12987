package io.reflux.objective;

import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that an objective's parameters depend on.
 *
 * @param classes how many classes the training split has
 * @param examples how many examples the training split has
 * @param student the shape of one row of each of the student's outputs, by name; {@code embedding}
 *     is always there
 * @param teacher the same for the teacher; empty without one
 */
public record Dimensions(
    int classes, int examples, Map<String, long[]> student, Map<String, long[]> teacher) {

  /** The same with embeddings of another size. */
  public Dimensions withEmbeddingSize(int size) {
    Map<String, long[]> outputs = new LinkedHashMap<>(student);
    outputs.put(LossInput.EMBEDDING, new long[] {size});
    return new Dimensions(classes, examples, outputs, teacher);
  }

  /** The student's embedding size. */
  public int embeddingSize() {
    long[] row = student.get(LossInput.EMBEDDING);
    if (row == null || row.length != 1) {
      throw new IllegalArgumentException("student outputs: no embedding (expected: one vector)");
    }
    return Math.toIntExact(row[0]);
  }

  /**
   * The components of one of the student's outputs.
   *
   * @throws InputException where it isn't there or isn't one vector a row
   */
  public int ofStudent(String output) {
    return components("student." + output, student.get(output));
  }

  /**
   * The components of one of the teacher's outputs.
   *
   * @throws InputException where it isn't there or isn't one vector a row
   */
  public int ofTeacher(String output) {
    return components("teacher." + output, teacher.get(output));
  }

  /**
   * The components of an output by the shape of one of its rows.
   *
   * @param name what a refusal calls it
   * @throws InputException where it isn't there or isn't one vector a row
   */
  public static int components(String name, long @Nullable [] row) {
    if (row == null || row.length != 1) {
      String there = row == null ? "missing" : Arrays.toString(row);
      throw new InputException(name + ": " + there + " (expected: an output of one vector a row)");
    }
    return Math.toIntExact(row[0]);
  }
}
