package io.reflux.stage;

/**
 * One piece of a stage's work.
 *
 * @param kind what is done, one of a few words of the stage: {@code training}; pieces of a kind
 *     take about as long as each other
 * @param subject what it is done to: {@code step 12}
 * @param images how many images it handles
 */
record StageWork(String kind, String subject, int images) {

  /** How it is shown: {@code training step 12}. */
  String words() {
    return subject.isEmpty() ? kind : kind + " " + subject;
  }
}
