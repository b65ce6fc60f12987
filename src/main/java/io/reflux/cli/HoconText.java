package io.reflux.cli;

/** Words of a command line as HOCON. */
final class HoconText {
  private HoconText() {}

  /** A text in quotes. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
