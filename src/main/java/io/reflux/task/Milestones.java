package io.reflux.task;

import io.reflux.train.TrainingLength;

/**
 * When a task pauses to write a checkpoint or to look at its students.
 *
 * @param length how long the task is
 * @param evaluateEvery steps between evaluations
 * @param checkpointEvery steps between checkpoints
 */
record Milestones(TrainingLength length, long evaluateEvery, long checkpointEvery) {

  /** How many steps the task has. */
  long steps() {
    return (long) length.epochs() * length.stepsPerEpoch();
  }

  /** True if the students are evaluated as they are after so many steps. */
  boolean evaluateAfter(long steps) {
    return steps == steps() || (steps > 0 && steps % evaluateEvery == 0);
  }

  /** True if a checkpoint is written after so many steps. */
  boolean checkpointAfter(long steps) {
    return steps == steps() || (steps > 0 && steps % checkpointEvery == 0);
  }

  /** True if the students' state is needed after so many steps. */
  boolean snapshotAfter(long steps) {
    return evaluateAfter(steps) || checkpointAfter(steps);
  }

  /** The epoch, from 1, that so many steps belong to. */
  int epochOf(long steps) {
    return (int) ((Math.max(1, steps) - 1) / length.stepsPerEpoch()) + 1;
  }
}
