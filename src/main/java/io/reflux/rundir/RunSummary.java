package io.reflux.rundir;

import io.reflux.pipeline.Pipeline;
import java.util.List;
import java.util.Objects;

/**
 * What a run came to: {@code summary.json}.
 *
 * @param pipeline the pipeline's name
 * @param version the version of Reflux
 * @param seed the run's seed
 * @param seconds how long it took by the clock on the wall, all attempts added; tasks that ran side
 *     by side count once
 * @param liveTensors native tensors that were left when everything had ended; 0
 * @param memory what its process took; of the last attempt
 * @param restarts how often its process died and was begun again
 * @param notes what happened to the run beside its training, as its journal has it
 * @param tasks every task, in the order in which they ran
 */
public record RunSummary(
    String pipeline,
    String version,
    long seed,
    double seconds,
    int liveTensors,
    RunMemory memory,
    int restarts,
    List<String> notes,
    List<TaskSummary> tasks) {

  /** One without what it took, as earlier versions wrote it, took nobody knows how much. */
  public RunSummary {
    memory = Objects.requireNonNullElse(memory, RunMemory.UNKNOWN);
  }

  /**
   * What a last attempt knows.
   *
   * @param seconds how long it took, and those before it
   * @param liveTensors native tensors that were left when everything had ended
   * @param memory what its process took
   * @param journal what is written down of the run
   */
  public record LastAttempt(
      double seconds, int liveTensors, RunMemory memory, List<JournalEntry> journal) {}

  /** Sums up a run, which took no less than any of its tasks that was done in it. */
  public static RunSummary of(Pipeline pipeline, List<TaskSummary> tasks, LastAttempt last) {
    List<String> elsewhere = TakenTasks.of(last.journal());
    double longest =
        tasks.stream()
            .filter(task -> !elsewhere.contains(task.task()))
            .mapToDouble(TaskSummary::seconds)
            .max()
            .orElse(0);
    List<String> notes =
        last.journal().stream()
            .filter(entry -> !entry.details().isEmpty())
            .map(JournalEntry::sentence)
            .toList();
    return new RunSummary(
        pipeline.name(),
        ownVersion(),
        pipeline.seed(),
        Math.max(last.seconds(), longest),
        last.liveTensors(),
        last.memory(),
        0,
        notes,
        tasks);
  }

  /** The same, of a run whose process was begun again so often. */
  public RunSummary after(int processRestarts) {
    return new RunSummary(
        pipeline, version, seed, seconds, liveTensors, memory, processRestarts, notes, tasks);
  }

  /** The version in the manifest of the jar; {@code development} outside of one. */
  public static String ownVersion() {
    String version = RunSummary.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
