package io.reflux.rundir;

import io.reflux.pipeline.Pipeline;
import java.util.List;

/**
 * What a run came to: {@code summary.json}.
 *
 * @param pipeline the pipeline's name
 * @param version the version of Reflux
 * @param seed the run's seed
 * @param seconds time spent, over all sittings
 * @param liveTensors native tensors that were left when everything had ended; 0
 * @param restarts how often its process died and was begun again
 * @param tasks every task, in the order in which they ran
 */
public record RunSummary(
    String pipeline,
    String version,
    long seed,
    double seconds,
    int liveTensors,
    int restarts,
    List<TaskSummary> tasks) {

  /** Sums up a run; the time of earlier sittings is that of their tasks. */
  public static RunSummary of(
      Pipeline pipeline, List<TaskSummary> tasks, double seconds, int live) {
    double ofTasks = tasks.stream().mapToDouble(TaskSummary::seconds).sum();
    return new RunSummary(
        pipeline.name(), ownVersion(), pipeline.seed(), Math.max(seconds, ofTasks), live, 0, tasks);
  }

  /** The same, of a run whose process was begun again so often. */
  public RunSummary after(int processRestarts) {
    return new RunSummary(pipeline, version, seed, seconds, liveTensors, processRestarts, tasks);
  }

  /** The version in the manifest of the jar; {@code development} outside of one. */
  static String ownVersion() {
    String version = RunSummary.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
