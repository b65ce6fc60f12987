package io.reflux.checkpoint;

import io.reflux.wire.Scalars;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All that a task needs to go on from one step as if it had never stopped.
 *
 * @param task the task's name
 * @param step steps taken in the task so far
 * @param epoch the epoch to go on in
 * @param stepInEpoch how many batch plans of that epoch were trained on
 * @param pipelineDigest the digest of the resolved pipeline; a resumed run compares it
 * @param bestOf the students for which no checkpoint so far was better
 * @param students every student's state, by its name
 * @param scalars single values of the task as a whole, as the metrics so far
 */
public record Checkpoint(
    String task,
    long step,
    int epoch,
    int stepInEpoch,
    String pipelineDigest,
    Set<String> bestOf,
    Map<String, StoredStudent> students,
    Scalars scalars) {

  /** The same with other single values. */
  public Checkpoint with(Scalars others) {
    return new Checkpoint(task, step, epoch, stepInEpoch, pipelineDigest, bestOf, students, others);
  }

  /** Copies the collections and checks the names. */
  public Checkpoint {
    bestOf = Set.copyOf(bestOf);
    students = Collections.unmodifiableMap(new LinkedHashMap<>(students));
    for (String name : bestOf) {
      if (!students.containsKey(name)) {
        throw new IllegalArgumentException("best of: " + name + " (expected: a student's name)");
      }
    }
  }
}
