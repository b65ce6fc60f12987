package io.reflux.tracking;

/**
 * Whose curves are told: a tracker has a run of its own for each.
 *
 * @param run the name of the run directory
 * @param task the task
 * @param student the student, or {@code teacher} and the like that were measured
 */
record TrackedStudent(String run, String task, String student) {

  /** As people read it: {@code mine/target.baseline}. */
  @Override
  public String toString() {
    return run + "/" + task + "." + student;
  }
}
