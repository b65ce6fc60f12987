package io.reflux.setting;

/**
 * How deep the brackets of a text are nested, told without recursion: the parser takes stack for
 * each level, so it must not see a text that is nested without end.
 */
final class Nesting {
  /** Deeper than anybody writes, and far from what a thread's stack bears. */
  static final int MOST = 200;

  private static final String LONG_QUOTE = "\"\"\"";

  private final String text;
  private int at;

  private Nesting(String text) {
    this.text = text;
  }

  /**
   * Refuses a text that is nested too deep.
   *
   * @throws TooMuchException naming the line where it gets so deep
   */
  static void check(String text) {
    new Nesting(text).scan();
  }

  /** As the refusal of a text. */
  static TooMuchException tooDeep(String where) {
    return new TooMuchException(
        "more than " + MOST + " levels of nesting" + where, "at most " + MOST);
  }

  private void scan() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        skipQuoted();
      } else if (c == '#' || text.startsWith("//", at)) {
        skipTo("\n");
      } else {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        at++;
      }
      if (depth > MOST) {
        throw tooDeep(
            " in line " + (1 + text.substring(0, at).chars().filter(x -> x == '\n').count()));
      }
    }
  }

  private void skipQuoted() {
    if (text.startsWith(LONG_QUOTE, at)) {
      at += LONG_QUOTE.length();
      skipTo(LONG_QUOTE);
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipTo(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found + end.length();
  }
}
