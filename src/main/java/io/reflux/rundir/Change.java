package io.reflux.rundir;

import java.nio.file.Path;

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

  /** What was kept in a file can't be read: nobody knows what has changed. */
  static Change lost(ChangeKind kind, Path file) {
    return of(kind, file + ": damaged or gone: what there was is not known");
  }
}
