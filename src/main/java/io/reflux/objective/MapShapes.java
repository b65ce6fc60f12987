package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.setting.InputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Feature maps of student and teacher, by the name of an output. */
public final class MapShapes {
  private MapShapes() {}

  /** One of the student's maps, (n, c, h, w); a vector counts as a map of one place. */
  public static NDArray student(LossInput input, String output) {
    return asMap("student." + output, input.studentOutput(output));
  }

  /** One of the teacher's maps, (n, c', h, w), of the student's rows and places. */
  public static NDArray teacher(LossInput input, String output) {
    return teacher(input, output, output);
  }

  /** One of the teacher's maps, of the rows and places of one of the student's. */
  public static NDArray teacher(LossInput input, String output, String beside) {
    NDArray teacher = asMap("teacher." + output, input.teacherOutput(output));
    NDArray student = student(input, beside);
    Shapes.sameRows("teacher." + output, teacher, "student." + beside, student);
    Shape of = teacher.getShape();
    Shape expected = student.getShape();
    if (of.get(2) != expected.get(2) || of.get(3) != expected.get(3)) {
      throw new InputException(
          "teacher." + output + ": maps " + of + " (expected: places as in " + expected + ")");
    }
    return teacher;
  }

  /** The channels of an output by the shape of one row. */
  public static long channels(String name, long @Nullable [] row) {
    if (row == null || (row.length != 1 && row.length != 3)) {
      throw new InputException(
          name + ": " + Arrays.toString(row) + " (expected: a vector or a map of three sizes)");
    }
    return row[0];
  }

  private static NDArray asMap(String name, NDArray x) {
    Shape shape = x.getShape();
    if (shape.dimension() == 2) {
      return x.reshape(new Shape(shape.get(0), shape.get(1), 1, 1));
    }
    if (shape.dimension() != 4) {
      throw new InputException(
          name + ": shape " + shape + " (expected: rows of vectors or of maps)");
    }
    return x;
  }
}
