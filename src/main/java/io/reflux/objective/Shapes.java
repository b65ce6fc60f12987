package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Refuses inputs whose shapes disagree, naming both. */
public final class Shapes {
  private Shapes() {}

  /** The student's embeddings, (n, d). */
  public static NDArray embeddings(LossInput input) {
    return matrix("student.embedding", input.embeddings());
  }

  /** The student's embeddings, (n, d), with a label for each row. */
  public static NDArray labelled(LossInput input) {
    NDArray x = embeddings(input);
    labels(x, input.labels());
    return x;
  }

  /** The student's embeddings, (n, d), with a label below {@code classes} for each row. */
  public static NDArray labelled(LossInput input, long classes) {
    NDArray x = labelled(input);
    classes(input.labels(), classes);
    return x;
  }

  /** The teacher's embeddings, (n, d'), as many as the student's. */
  public static NDArray teacher(LossInput input) {
    NDArray teacher = matrix("teacher.embedding", input.teacherEmbeddings());
    sameRows("teacher.embedding", teacher, "student.embedding", input.embeddings());
    return teacher;
  }

  /** Refuses labels that are not one for each row. */
  public static void labels(NDArray rows, int[] labels) {
    if (labels.length != rows.getShape().get(0)) {
      throw new IllegalArgumentException(
          "labels: " + labels.length + " (expected: " + rows.getShape().get(0) + ", one a row)");
    }
  }

  /** Refuses labels that are not below {@code classes}. */
  public static void classes(int[] labels, long classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "labels[" + i + "]: " + labels[i] + " (expected: 0 … " + (classes - 1) + ")");
      }
    }
  }

  /** Refuses anything but a matrix with at least one row. */
  public static NDArray matrix(String name, NDArray x) {
    if (x.getShape().dimension() != 2 || x.getShape().get(0) == 0) {
      throw new IllegalArgumentException(
          name + ": shape " + x.getShape() + " (expected: rows of numbers, at least one)");
    }
    return x;
  }

  /** Refuses two tensors with different numbers of rows. */
  public static void sameRows(String name, NDArray x, String otherName, NDArray other) {
    long rows = x.getShape().get(0);
    long expected = other.getShape().get(0);
    if (rows != expected) {
      throw new IllegalArgumentException(
          name + ": " + rows + " rows (expected: " + expected + ", as " + otherName + ")");
    }
  }

  /** Refuses a tensor of another shape than expected. */
  public static NDArray shaped(String name, NDArray x, long... shape) {
    Shape expected = new Shape(shape);
    if (!x.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          name + ": shape " + x.getShape() + " (expected: " + expected + ")");
    }
    return x;
  }
}
