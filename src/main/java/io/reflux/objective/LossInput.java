package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Tuples;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

  /** The same with other outputs of the student. */
  public LossInput withStudent(Map<String, NDArray> other) {
    return new LossInput(
        other, teacher, labels, exampleIds, views, tuples, parameters, memories, step);
  }

  /** The same with other embeddings of the student, (n, d). */
  public LossInput withEmbeddings(NDArray other) {
    Map<String, NDArray> outputs = new LinkedHashMap<>(student);
    outputs.put(EMBEDDING, other);
    return withStudent(outputs);
  }

  /** The same with other outputs of the teacher. */
  public LossInput withTeacher(Map<String, NDArray> other) {
    return new LossInput(
        student, other, labels, exampleIds, views, tuples, parameters, memories, step);
  }

  /** The same with other labels, one a row. */
  public LossInput withLabels(int[] other) {
    return new LossInput(
        student, teacher, other, exampleIds, views, tuples, parameters, memories, step);
  }

  /** The same with other tuples. */
  public LossInput withTuples(Tuples other) {
    return new LossInput(
        student, teacher, labels, exampleIds, views, other, parameters, memories, step);
  }

  /** What a part of a loss sees: its own parameters and memories by its own names. */
  public LossInput within(Scope part) {
    Map<String, NDArray> own = part.own(parameters);
    Map<String, NDArray> remembered = part.own(memories);
    return new LossInput(
        student, teacher, labels, exampleIds, views, tuples, own, remembered, step);
  }

  /** The rows of one view alone, without tuples; the teacher's stay as they are. */
  public LossInput ofView(int view) {
    int rows = labels.length / views;
    int from = view * rows;
    int to = from + rows;
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    student.forEach((name, all) -> outputs.put(name, all.get(from + ":" + to)));
    int[] classes = Arrays.copyOfRange(labels, from, to);
    int[] ids = Arrays.copyOfRange(exampleIds, from, to);
    return new LossInput(
        outputs, teacher, classes, ids, 1, Tuples.NONE, parameters, memories, step);
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
