package io.reflux.method;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which views of each example a student looks at, and which of them its teacher: the student's rows
 * of its k-th view go with the teacher's rows of the teacher's k-th view.
 *
 * @param student the student's views, by their numbers from 0; empty for all that there are
 * @param teacher the teacher's views, as many; empty for the student's
 */
public record ViewPairs(List<Integer> student, List<Integer> teacher) {
  /** Both look at every view. */
  public static final ViewPairs ALL = new ViewPairs(List.of(), List.of());

  /** Copies the lists. */
  public ViewPairs {
    student = List.copyOf(student);
    teacher = List.copyOf(teacher);
    if (!teacher.isEmpty() && teacher.size() != student.size()) {
      throw new IllegalArgumentException(
          "teacher's views: " + teacher + " (expected: as many as the student's " + student + ")");
    }
  }

  /** The student looks at the first view, the teacher at the second. */
  public static ViewPairs apart() {
    return new ViewPairs(List.of(0), List.of(1));
  }

  /** The student's views when there are {@code count}. */
  public List<Integer> student(int count) {
    return student.isEmpty() ? IntStream.range(0, count).boxed().toList() : student;
  }

  /** The teacher's views when there are {@code count}. */
  public List<Integer> teacher(int count) {
    return teacher.isEmpty() ? student(count) : teacher;
  }

  /** How many views there must be at least. */
  public int needed() {
    return 1 + Stream.concat(student.stream(), teacher.stream()).reduce(0, Math::max);
  }
}
