package io.reflux.setting;

/** A text that asks for more of something than anybody would write by hand. */
final class TooMuchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;

  /** What the text has, and what it may have. */
  TooMuchException(String found, String expected) {
    super(found + " (expected: " + expected + ")");
    this.found = found;
    this.expected = expected;
  }

  /** As a mistake in a text. */
  Problem in(String where) {
    return new Problem(where, "syntax", found, expected);
  }
}
