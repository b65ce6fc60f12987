package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Tuples;
import java.util.Map;

/**
 * What an objective sees of one batch of {@code n} rows. With {@code v} views the rows are view
 * after view: row {@code i + k * n / v} is view {@code k} of example {@code i}.
 *
 * @param student the student's outputs by name, n rows each, with gradient; {@code embedding} (n,
 *     d) is always there, {@code features} (n, f) and {@code map1}… {@code map4} (n, c, h, w) where
 *     asked for
 * @param teacher the teacher's outputs by name, without gradient; empty without a teacher
 * @param labels the class of each row, 0 to classes - 1
 * @param exampleIds the index of each row's example in the training split
 * @param views how many views of each example the rows hold
 * @param tuples the tuples mined from this batch; {@link Tuples#NONE} if none were asked for
 * @param parameters the objective's trainables by name, with gradient
 * @param memories the objective's memories by name, without gradient
 * @param step updates made before this one, from 0
 */
public record LossInput(
    Map<String, NDArray> student,
    Map<String, NDArray> teacher,
    int[] labels,
    int[] exampleIds,
    int views,
    Tuples tuples,
    Map<String, NDArray> parameters,
    Map<String, NDArray> memories,
    long step) {

  /** The name of the embedding among the outputs. */
  public static final String EMBEDDING = "embedding";

  /** The name of the pooled feature vector among the outputs. */
  public static final String FEATURES = "features";

  /** The student's embeddings, (n, d). */
  public NDArray embeddings() {
    return need(student, "student", EMBEDDING);
  }

  /** The teacher's embeddings, (n, d'). */
  public NDArray teacherEmbeddings() {
    return need(teacher, "teacher", EMBEDDING);
  }

  /** One of the objective's own trainables. */
  public NDArray parameter(String name) {
    return need(parameters, "parameters", name);
  }

  /** One of the objective's own memories. */
  public NDArray memory(String name) {
    return need(memories, "memories", name);
  }

  /** One of the student's outputs. */
  public NDArray studentOutput(String name) {
    return need(student, "student", name);
  }

  /** One of the teacher's outputs. */
  public NDArray teacherOutput(String name) {
    return need(teacher, "teacher", name);
  }

  private static NDArray need(Map<String, NDArray> arrays, String whose, String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          whose + "." + name + ": missing (expected: one of the outputs asked for)");
    }
    return array;
  }
}
