package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Layers;
import io.reflux.objective.LossInput;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Set;

/**
 * A vector of the student beside one of the teacher. A trained linear layer of the loss's own,
 * {@code projection}, takes the student's to the teacher's size; without it both have one size.
 *
 * @param student the student's output
 * @param teacher the teacher's output
 * @param projection whether there is a linear layer between
 */
record Aligned(String student, String teacher, Projection projection) {
  private static final String PROJECTION = "projection";

  /** What stands between the two. */
  enum Projection {
    LINEAR,
    NONE
  }

  /** Reads {@code student-output}, {@code teacher-output} and {@code projection}. */
  static Aligned read(Section section) {
    return new Aligned(
        section.text("student-output"),
        section.text("teacher-output"),
        section.oneOf("projection", Projection.class));
  }

  Set<String> studentOutputs() {
    return Set.of(student);
  }

  Set<String> teacherOutputs() {
    return Set.of(teacher);
  }

  /** The projection, if there is one. */
  List<Trainable> trainables(Dimensions dimensions) {
    long from = dimensions.ofStudent(student);
    long to = teacherSize(dimensions);
    if (projection == Projection.LINEAR) {
      return Layers.linear(PROJECTION, from, to);
    }
    if (from != to) {
      String expected = " components (expected: " + from + ", as the student's, or a projection)";
      throw new InputException("teacher." + teacher + ": " + to + expected);
    }
    return List.of();
  }

  /** The size of the teacher's vector. */
  long teacherSize(Dimensions dimensions) {
    return dimensions.ofTeacher(teacher);
  }

  /** The student's vectors in the teacher's size, (n, d'). */
  NDArray ofStudent(LossInput input) {
    NDArray x = Shapes.matrix("student." + student, input.studentOutput(student)); // (n, d)
    return projection == Projection.LINEAR ? Layers.linear(input, PROJECTION, x) : x;
  }

  /** The teacher's vectors, (n, d'), as many as the student's. */
  NDArray ofTeacher(LossInput input) {
    String name = "teacher." + teacher;
    NDArray target = Shapes.matrix(name, input.teacherOutput(teacher)); // (n, d')
    Shapes.sameRows(name, target, "student." + student, input.studentOutput(student));
    return target;
  }
}
