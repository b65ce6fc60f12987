package io.reflux.task;

import io.reflux.chance.Chance;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.Patience;
import io.reflux.stage.StageFactory;

/**
 * What all tasks of a run share.
 *
 * @param pipeline what is run
 * @param directory where it writes
 * @param stages makes what stages work with
 * @param patience how long answers may take
 */
public record RunMeans(
    Pipeline pipeline, RunDirectory directory, StageFactory stages, Patience patience) {

  /** The root of the run's randomness. */
  Chance chance() {
    return Chance.of(pipeline.seed());
  }

  /** Where a task's programs are written. */
  Models models() {
    return new Models(directory.programs());
  }
}
