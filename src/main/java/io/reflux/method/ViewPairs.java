package io.reflux.method;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which views of each example a student looks at, and which of them its teacher: the student's rows
 * of its k-th view go with the teacher's rows of the teacher's k-th view.
 *
 * @param student the student's views, by their numbers from 0; empty for all that there are
 * @param teacher the teacher's views, as many; empty for the student's
 * @param global if above 0, instead of lists: the teacher looks at the first so many views, and
 *     with each of these go the student's rows of every other view (Caron et al., DINO, ICCV 2021)
 */
public record ViewPairs(List<Integer> student, List<Integer> teacher, int global) {
  /** Both look at every view. */
  public static final ViewPairs ALL = new ViewPairs(List.of(), List.of());

  /** Listed views. */
  public ViewPairs(List<Integer> student, List<Integer> teacher) {
    this(student, teacher, 0);
  }

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

  /** The teacher looks at the first so many views, the student at all. */
  static ViewPairs global(int views) {
    return new ViewPairs(List.of(), List.of(), views);
  }

  /** The student's views when there are {@code count}; one that goes with several comes again. */
  public List<Integer> student(int count) {
    if (global > 0) {
      return IntStream.range(0, global)
          .boxed()
          .flatMap(t -> IntStream.range(0, count).filter(s -> s != t).boxed())
          .toList();
    }
    return student.isEmpty() ? IntStream.range(0, count).boxed().toList() : student;
  }

  /** The teacher's views when there are {@code count}. */
  public List<Integer> teacher(int count) {
    if (global > 0) {
      return IntStream.range(0, global)
          .boxed()
          .flatMap(t -> Collections.nCopies(Math.max(0, count - 1), t).stream())
          .toList();
    }
    return teacher.isEmpty() ? student(count) : teacher;
  }

  /** How many views there must be at least. */
  public int needed() {
    return global > 0
        ? Math.max(2, global)
        : 1 + Stream.concat(student.stream(), teacher.stream()).reduce(0, Math::max);
  }
}
