package io.reflux.bench;

import io.reflux.network.FrozenModel;
import io.reflux.stage.CallHooks;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Notes when each step of a run has ended; its stages may have others in their places. */
final class StepClock extends StageFactory {
  private final int students;
  private final UnaryOperator<FrozenModel> teachers;
  private final UnaryOperator<Student> learners;
  private final List<Long> ends = new CopyOnWriteArrayList<>();
  private final CallHooks hooks = new CallHooks(() -> {}, () -> ends.add(System.nanoTime()));

  /**
   * A clock of a run whose stages are as they are.
   *
   * @param students how many take each step
   */
  StepClock(int students) {
    this(students, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * A clock of a run with stand-ins.
   *
   * @param teachers what answers in a teacher's place
   * @param learners what takes a student's steps
   */
  StepClock(int students, UnaryOperator<FrozenModel> teachers, UnaryOperator<Student> learners) {
    this.students = students;
    this.teachers = teachers;
    this.learners = learners;
  }

  @Override
  public FrozenModel teacher(Supplier<? extends FrozenModel> loading) {
    return teachers.apply(super.teacher(loading));
  }

  @Override
  public Student student(StudentParts parts) {
    return hooks.around(learners.apply(super.student(parts)));
  }

  /** How many steps all students have taken. */
  int steps() {
    return ends.size() / students;
  }

  /** What a step took after one step, up to another. */
  double millisEach(int after, int last) {
    double nanos = end(last) - end(after);
    return nanos / TimeUnit.MILLISECONDS.toNanos(1) / (last - after);
  }

  private long end(int step) {
    return ends.get((step + 1) * students - 1);
  }
}
