package io.reflux.objective;

import java.util.LinkedHashMap;
import java.util.Map;

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
}
