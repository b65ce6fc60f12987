package io.reflux.setting;

/** A text that isn't parsed: no text at all, or one that asks for more than anybody would write. */
final class RefusedTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;

  /** What the text has, and what it may have. */
  RefusedTextException(String found, String expected) {
    super(found + " (expected: " + expected + ")");
    this.found = found;
    this.expected = expected;
  }

  /** As a mistake in a text. */
  Problem in(String where) {
    return new Problem(where, "syntax", found, expected);
  }
}
