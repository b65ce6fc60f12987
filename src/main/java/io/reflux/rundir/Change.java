package io.reflux.rundir;

/**
 * Something that is not as it was when the run began.
 *
 * @param kind what it is a change of
 * @param sentence what was, and what is
 * @param by whom it is due to, if that is enough to go on with it; else empty
 */
public record Change(ChangeKind kind, String sentence, String by) {
  /** A change that somebody has to allow. */
  static Change of(ChangeKind kind, String sentence) {
    return new Change(kind, sentence, "");
  }
}
