package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.SeedsSummary;
import io.reflux.rundir.TaskSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Runs a pipeline with each of its seeds, one after the other, each in a folder {@code seed-<n>} of
 * its own inside of the run directory. Every one of them is a run like any other; those that are
 * done already are not repeated.
 */
public final class SeedsRun {
  private final Pipeline pipeline;
  private final RunDirectory directory;

  /**
   * Runs that have not begun, or were left.
   *
   * @param pipeline a pipeline with seeds
   * @param directory where the folders of the runs are made
   */
  public SeedsRun(Pipeline pipeline, RunDirectory directory) {
    if (pipeline.seeds().isEmpty()) {
      throw new IllegalArgumentException("pipeline.seeds: none (expected: at least one)");
    }
    this.pipeline = pipeline;
    this.directory = directory;
  }

  /**
   * How the runs ended.
   *
   * @param last how the last one that ran ended; empty if all were done before
   * @param summary what they came to together; empty unless all are done
   */
  public record Ended(Optional<RunEnd> last, Optional<SeedsSummary> summary) {}

  /**
   * Runs until all seeds are done or a run is stopped or fails.
   *
   * @param once runs one pipeline in one directory to its end
   */
  public Ended run(BiFunction<Pipeline, RunDirectory, RunEnd> once) {
    directory.writePipeline(pipeline);
    Optional<RunEnd> last = Optional.empty();
    List<RunSummary> summaries = new ArrayList<>();
    for (long seed : pipeline.seeds()) {
      RunDirectory own = directory.seed(seed);
      Optional<RunSummary> before = own.readSummary();
      boolean outgrown =
          pipeline.tasks().stream().anyMatch(task -> TaskSummary.isOutgrown(own, task));
      if (before.isPresent() && !outgrown) {
        summaries.add(before.get());
        continue;
      }
      RunEnd end = once.apply(pipeline.ofSeed(seed), RunDirectory.in(own.root()));
      last = Optional.of(end);
      Optional<RunSummary> completed = end.completed();
      if (completed.isEmpty()) {
        return new Ended(last, Optional.empty());
      }
      summaries.add(completed.get());
    }
    SeedsSummary summary = SeedsSummary.of(summaries);
    directory.writeSeeds(summary);
    return new Ended(last, Optional.of(summary));
  }
}
