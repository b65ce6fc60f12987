package io.reflux.setting;

/**
 * One mistake in a pipeline file.
 *
 * @param where file and line, as {@code quickstart.conf:12}; empty when the place is unknown
 * @param path the full path of the key, as {@code tasks[1].objective.margin}
 * @param value what was written there, as HOCON; empty when nothing was
 * @param expected what would have been right, as {@code > 0}
 */
public record Problem(String where, String path, String value, String expected) {

  /** The one form of every message: {@code file:12: objective.margin: -0.1 (expected: > 0)}. */
  @Override
  public String toString() {
    String place = where.isEmpty() ? "" : where + ": ";
    String written = value.isEmpty() ? "missing" : value;
    return place + path + ": " + written + " (expected: " + expected + ")";
  }
}
