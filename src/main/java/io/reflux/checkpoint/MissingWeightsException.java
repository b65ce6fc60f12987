package io.reflux.checkpoint;

import java.io.IOException;

/** A run has no weights where they were looked for. */
public final class MissingWeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String expected;

  /**
   * Says what would have been found.
   *
   * @param key what has to be said otherwise, as {@code from-step}
   */
  MissingWeightsException(String key, String expected) {
    super(key + " (expected: " + expected + ")");
    this.key = key;
    this.expected = expected;
  }

  /** What has to be said otherwise. */
  public String key() {
    return key;
  }

  /** What it may be. */
  public String expected() {
    return expected;
  }
}
