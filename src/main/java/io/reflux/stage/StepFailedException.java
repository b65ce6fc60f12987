package io.reflux.stage;

import io.reflux.batch.BatchPlan;
import io.reflux.train.NotFiniteException;

/** A student could not take a step, or could not be looked at after it. */
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String student;
  private final transient BatchPlan plan;

  /**
   * A student's failure.
   *
   * @param plan of the batch that it was trained on
   */
  StepFailedException(String student, BatchPlan plan, Throwable cause) {
    super(
        String.format(
            "student %s, step %d: %s", student, plan.globalStep() + 1, Failures.sentence(cause)),
        cause);
    this.student = student;
    this.plan = plan;
  }

  /** Whose failure it is. */
  public String student() {
    return student;
  }

  /** The plan of the step's batch. */
  public BatchPlan plan() {
    return plan;
  }

  /** The step, from 1. */
  public long step() {
    return plan.globalStep() + 1;
  }

  /**
   * Whether it may go well when it is tried again from before: a student that is not finite any
   * more comes to the same numbers again, and what can't be asked of it can't be asked later.
   */
  public boolean mayPass() {
    Throwable cause = getCause();
    return cause != null && !(cause instanceof NotFiniteException) && Failures.mayPass(cause);
  }
}
