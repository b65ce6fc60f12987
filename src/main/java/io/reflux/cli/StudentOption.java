package io.reflux.cli;

import io.reflux.rundir.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which of the models that a run has trained a command means. */
final class StudentOption {
  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "Of a run: the task, or task and student: target.baseline; "
              + "may be absent if the run trains one student.")
  private String task = "";

  @Option(
      names = "--student",
      paramLabel = "NAME",
      description = "Of a task with several: the student; its first one if absent.")
  private String student = "";

  @Option(names = "--last", description = "Of a run: the last weights instead of the best.")
  private boolean last;

  @Option(names = "--best", description = "Of a run: the best weights, as if absent.")
  private boolean best;

  /** What is wrong with the choices; empty if nothing is. */
  Optional<String> problem() {
    return last && best
        ? Optional.of("--best --last (expected: one of the two)")
        : Optional.empty();
  }

  /**
   * The model.
   *
   * @throws IOException if the folder is no run, or has no such model (yet)
   */
  TrainedModel of(Path run) throws IOException {
    String name = student.isEmpty() ? task : task + "." + student;
    return TrainedModel.find(run, name, last ? "last" : "best");
  }
}
