package io.reflux.stage;

import io.reflux.engine.HostTensor;
import java.util.Map;

/**
 * A batch whose missing rows are being computed.
 *
 * @param order who asks, about which batch
 * @param found the cache's rows by output; empty if it had none
 * @param missing the rows that are computed
 * @param answers those that there are so far
 */
record TeacherQuestion(
    TeacherPool.Teach order,
    Map<String, HostTensor> found,
    MissingRows missing,
    PieceAnswers answers) {

  /** A question of which nothing is answered yet. */
  static TeacherQuestion of(
      TeacherPool.Teach order, Map<String, HostTensor> found, MissingRows missing) {
    return new TeacherQuestion(order, found, missing, new PieceAnswers(missing.keys().length));
  }

  /** The batch that it is about, as it is counted where it is shown. */
  long batch() {
    return order.batch().plan().globalStep() + 1;
  }
}
