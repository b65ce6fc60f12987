package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.Task;
import io.reflux.rundir.Captures;
import io.reflux.rundir.RunDirectory;
import java.util.List;

/** Which of a run's tasks that train a command means. */
record TaskChoice(RunDirectory run) {

  /**
   * The task of a step.
   *
   * @param name as it was given; if it is empty: the only task there is, or the only one of which
   *     the step was kept because it failed
   * @throws IllegalArgumentException if there is no such task, or more than one, or no such step
   */
  String at(String name, long step) throws PipelineException {
    Pipeline pipeline = run.readPipeline();
    List<String> names =
        pipeline.tasks().stream().filter(t -> t.learn().isPresent()).map(Task::name).toList();
    if (step < 1) {
      throw new IllegalArgumentException("STEP: " + step + " (expected: >= 1)");
    }
    if (names.contains(name)) {
      return name;
    }
    Captures captures = new Captures(run);
    List<String> failed = names.stream().filter(t -> captures.find(t, step).isPresent()).toList();
    List<String> meant = failed.size() == 1 ? failed : names;
    if (!name.isEmpty() || meant.size() != 1) {
      String given = name.isEmpty() ? "not named" : name;
      throw new IllegalArgumentException(
          "--task: " + given + " (expected: one of " + String.join(", ", names) + ")");
    }
    return meant.get(0);
  }
}
