package io.reflux.tracking;

/**
 * How far a tracker has been told of a student. What is trained again after a resume comes to the
 * same numbers, so no step is told twice.
 *
 * @param step the last step whose loss it knows; -1 for none
 * @param evaluation the last step whose evaluation it knows; -1 for none
 */
record Told(long step, long evaluation) {
  /** Nothing was told. */
  static final Told NOTHING = new Told(-1, -1);

  Told withStep(long later) {
    return new Told(later, evaluation);
  }

  Told withEvaluation(long later) {
    return new Told(step, later);
  }
}
