package io.reflux.rundir;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.Task;

/** Finds the students of a pipeline's earlier tasks. */
public final class TrainedStudents {
  private TrainedStudents() {}

  /** The student of a task. */
  public static StudentSpec of(Pipeline pipeline, String task, String student) {
    for (Task each : pipeline.tasks()) {
      for (StudentSpec found : each.students()) {
        if (each.name().equals(task) && found.name().equals(student)) {
          return found;
        }
      }
    }
    throw new IllegalArgumentException(
        task + "." + student + ": no such student (expected: one of this pipeline)");
  }
}
