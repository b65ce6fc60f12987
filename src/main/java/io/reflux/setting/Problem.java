package io.reflux.setting;

/**
 * One mistake in a pipeline file.
 *
 * @param where file and line, as {@code quickstart.conf:12}; empty when the place is unknown
 * @param path the full path of the key, as {@code tasks[1].objective.margin}; empty if the value is
 *     a whole sentence
 * @param value what was written there, as HOCON; empty when nothing was
 * @param expected what would have been right, as {@code > 0}
 */
public record Problem(String where, String path, String value, String expected) {

  /** A mistake that is told by a whole sentence, which names its own path. */
  static Problem sentence(String where, String sentence) {
    return new Problem(where, "", sentence, "");
  }

  /** True if another says the same of the same value, which may be read under several paths. */
  boolean isSame(Problem other) {
    boolean written = where.contains(":") && !value.isEmpty() && !value.equals("{ … }");
    return equals(other)
        || (written
            && where.equals(other.where)
            && value.equals(other.value)
            && expected.equals(other.expected)
            && lastKey().equals(other.lastKey()));
  }

  private String lastKey() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The one form of every message: {@code file:12: objective.margin: -0.1 (expected: > 0)}. */
  @Override
  public String toString() {
    String place = where.isEmpty() ? "" : where + ": ";
    if (path.isEmpty()) {
      return place + value;
    }
    String written = value.isEmpty() ? "missing" : value;
    return place + path + ": " + written + " (expected: " + expected + ")";
  }
}
