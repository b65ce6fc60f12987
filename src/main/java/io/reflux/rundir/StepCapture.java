package io.reflux.rundir;

import io.reflux.batch.BatchPlan;
import java.util.Arrays;
import java.util.List;

/**
 * A step that a student could not take, in numbers: with the checkpoint before it, enough to run
 * that very step again.
 *
 * @param task the task
 * @param student the student
 * @param step the step, from 1
 * @param failure what went wrong
 * @param fromStep the step of the checkpoint that is kept beside; 0 for none: the task's beginning
 * @param batch what the step was to be taken on
 */
public record StepCapture(
    String task, String student, long step, String failure, long fromStep, Batch batch) {

  /**
   * A batch plan.
   *
   * @param epoch from 0
   * @param viewEpoch the epoch that views are drawn for
   * @param stepInEpoch from 0
   * @param views views of each example
   * @param key of the randomness that views are drawn by
   * @param examples by their index in the training split
   * @param draws how often each was drawn before in the epoch
   * @param labels the class of each
   */
  public record Batch(
      int epoch,
      int viewEpoch,
      int stepInEpoch,
      int views,
      long key,
      List<Integer> examples,
      List<Integer> draws,
      List<Integer> labels) {

    /** What a plan says. */
    public static Batch of(BatchPlan plan) {
      return new Batch(
          plan.epoch(),
          plan.viewEpoch(),
          plan.step(),
          plan.views(),
          plan.chance().key(),
          Arrays.stream(plan.exampleIds()).boxed().toList(),
          Arrays.stream(plan.draws()).boxed().toList(),
          Arrays.stream(plan.labels()).boxed().toList());
    }
  }
}
