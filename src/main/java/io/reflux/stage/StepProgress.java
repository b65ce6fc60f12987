package io.reflux.stage;

import java.util.Map;

/**
 * What changes from step to step.
 *
 * @param epoch the epoch at work, from 1
 * @param step steps done in the task
 * @param loss the latest loss of each student, by name
 * @param imagesPerSecond of late, through the whole task
 * @param bytesInFlight pixels between loader and trainer
 * @param bytesAllowed the bound of {@code bytesInFlight}
 * @param etaSeconds the time the task still needs; negative while unknown
 * @param checkpointShare the share of training time so far, 0 to 1, in which training stood still
 *     for checkpoints
 */
public record StepProgress(
    int epoch,
    long step,
    Map<String, Double> loss,
    double imagesPerSecond,
    long bytesInFlight,
    long bytesAllowed,
    double etaSeconds,
    double checkpointShare) {

  /** Before the first step. */
  static final StepProgress NONE = new StepProgress(0, 0, Map.of(), 0, 0, 0, -1, 0);
}
