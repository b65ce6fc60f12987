package io.reflux.rundir;

import io.reflux.delivery.Deliverable;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.Task;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A student that a run has trained.
 *
 * @param run where
 * @param pipeline what the run was told
 * @param task the task that trained it
 * @param learn how the task learned
 * @param student what it is
 * @param which {@code best} or {@code last}
 */
public record TrainedModel(
    RunDirectory run,
    Pipeline pipeline,
    String task,
    Learn learn,
    StudentSpec student,
    String which) {

  /**
   * Finds a model.
   *
   * @param folder the run's folder
   * @param name the task, or task and student: {@code target}, {@code target.student}; a task's
   *     first student is its own; empty for the only student of the run
   * @param which {@code best} or {@code last}
   * @throws IOException if the folder is no run, or has no such model (yet)
   */
  public static TrainedModel find(Path folder, String name, String which) throws IOException {
    RunDirectory run = new RunDirectory(folder).checked();
    Pipeline pipeline = read(run);
    List<String> names = new ArrayList<>();
    TrainedModel only = null;
    for (Task task : pipeline.tasks()) {
      for (StudentSpec student : task.students()) {
        String full = task.name() + "." + student.name();
        Learn learn = task.learn().orElseThrow();
        TrainedModel found = new TrainedModel(run, pipeline, task.name(), learn, student, which);
        if (name.equals(full) || (name.equals(task.name()) && isFirst(task, student))) {
          return found.checked();
        }
        names.add(full);
        only = found;
      }
    }
    if (name.isEmpty() && only != null && names.size() == 1) {
      return only.checked();
    }
    throw new IOException(
        "task: "
            + (name.isEmpty() ? "not named" : name)
            + " (expected: one of "
            + String.join(", ", names)
            + ")");
  }

  /** The file that the run wrote. */
  Path file() {
    return run.model(task, student.name(), which);
  }

  /** A name for its files: task and student, or one of the two if they are the same. */
  public String fileName() {
    return task.equals(student.name()) ? task : task + "-" + student.name();
  }

  /** It, with all that others have to know of it. */
  public Deliverable deliverable() throws IOException {
    NamedTensors weights = SafetensorsFile.read(file()).tensors();
    return new Deliverable(
        learn.description(student), weights, new ModelProvenance(this).provenance());
  }

  /** What the task came to; empty while it isn't done. */
  Optional<TaskSummary> summary() {
    return run.readTask(task);
  }

  private TrainedModel checked() throws IOException {
    if (!Files.isRegularFile(file())) {
      throw new IOException(
          file() + ": missing (expected: the " + which + " weights, once the task has been run)");
    }
    return this;
  }

  private static boolean isFirst(Task task, StudentSpec student) {
    return task.students().get(0).equals(student);
  }

  private static Pipeline read(RunDirectory run) throws IOException {
    try {
      return run.readPipeline();
    } catch (PipelineException e) {
      throw new IOException(run.pipeline() + ": " + e.getMessage(), e);
    }
  }
}
