package io.reflux.task;

import io.reflux.chance.Chance;
import io.reflux.intake.Storage;
import io.reflux.node.Nodes;
import io.reflux.node.OfferedImages;
import io.reflux.pipeline.Pace;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Work;
import io.reflux.rundir.OwedWrites;
import io.reflux.rundir.RunAttempt;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunTables;
import io.reflux.stage.StageFactory;
import io.reflux.stage.Timeouts;

/**
 * What all tasks of a run share.
 *
 * @param pipeline what is run
 * @param directory where it writes
 * @param tables what all its tasks write into
 * @param attempt what is written down of it, and what is agreed to
 * @param stages makes what stages work with
 * @param timeouts how long answers may take
 * @param writing how a disk that refuses to be written to is waited for
 * @param nodes lanes on other machines, if the run takes any
 * @param storage reads images, and waits where that fails for a while
 */
public record RunDependencies(
    Pipeline pipeline,
    RunDirectory directory,
    RunTables tables,
    RunAttempt attempt,
    StageFactory stages,
    Timeouts timeouts,
    OwedWrites.Limits writing,
    Nodes nodes,
    Storage storage) {

  /** The root of the run's randomness. */
  Chance chance() {
    return Chance.of(pipeline.seed());
  }

  /** How far the stages of some work run ahead of each other on this machine. */
  Pace pace(Work work) {
    return pipeline.pace(work);
  }

  /** Loads networks that are measured by some images. */
  MeasuredNetworks measured(OfferedImages images) {
    return new MeasuredNetworks(nodes, stages, timeouts, images);
  }

  /** Where a task's programs are written. */
  Models models(String task) {
    return new Models(directory.programs(task));
  }
}
