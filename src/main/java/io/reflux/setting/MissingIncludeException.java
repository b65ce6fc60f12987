package io.reflux.setting;

import java.util.Optional;

/** A text that is to be included and isn't there. */
final class MissingIncludeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String by;

  /**
   * Of a text that somebody includes.
   *
   * @param what as it is written
   * @param by the file that includes it; empty for the one that was read first
   */
  MissingIncludeException(String what, String by, Throwable cause) {
    super(what + ": no such file (expected: what include names)", cause);
    this.what = what;
    this.by = by;
  }

  /** True if nobody has said yet which file includes it. */
  boolean isOfFirst() {
    return by.isEmpty();
  }

  /** The same, as said by the includer of a file that includes it. */
  MissingIncludeException by(String file) {
    return new MissingIncludeException(what, file, this);
  }

  /**
   * As a mistake in the text that includes it.
   *
   * @param text of the first file
   * @param name what that is called
   */
  Problem in(Optional<String> text, String name) {
    if (!by.isEmpty()) {
      return problem(by);
    }
    long before =
        text.stream()
            .flatMap(String::lines)
            .takeWhile(line -> !(line.contains("include") && line.contains(what)))
            .count();
    boolean found = before < text.stream().flatMap(String::lines).count();
    return problem(found ? name + ":" + (before + 1) : name);
  }

  private Problem problem(String where) {
    return new Problem(where, "include", what, "a file that is there, from this one's folder on");
  }
}
