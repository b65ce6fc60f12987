package io.reflux.setting;

/** Walks over the brackets of a text that are neither in quotes nor in comments. */
final class BracketScan {
  private static final String LONG_QUOTE = "\"\"\"";

  private final String text;
  private final Visitor visitor;
  private int at;
  private int line = 1;
  private int lineBegins;

  private BracketScan(String text, Visitor visitor) {
    this.text = text;
    this.visitor = visitor;
  }

  /** Something that looks at brackets. */
  interface Visitor {
    /** The next bracket; false if no more are wanted. */
    boolean see(Bracket bracket);
  }

  /**
   * A bracket.
   *
   * @param c which
   * @param line its line, from 1
   * @param indentation how many spaces that line begins with
   * @param first true if nothing but space stands before it in its line
   */
  record Bracket(char c, int line, int indentation, boolean first) {
    boolean opens() {
      return c == '{' || c == '[';
    }
  }

  static void of(String text, Visitor visitor) {
    new BracketScan(text, visitor).scan();
  }

  private void scan() {
    boolean more = true;
    while (more && at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        skipQuoted();
      } else if (c == '#' || text.startsWith("//", at)) {
        skipTo("\n");
      } else {
        more = "{}[]".indexOf(c) < 0 || visitor.see(bracket(c));
        forward(1);
      }
    }
  }

  private Bracket bracket(char c) {
    String before = text.substring(lineBegins, at);
    int indentation = before.length() - before.stripLeading().length();
    return new Bracket(c, line, indentation, before.isBlank());
  }

  private void skipQuoted() {
    if (text.startsWith(LONG_QUOTE, at)) {
      forward(LONG_QUOTE.length());
      skipTo(LONG_QUOTE);
      return;
    }
    forward(1);
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      forward(text.charAt(at) == '\\' ? 2 : 1);
    }
    forward(1);
  }

  private void skipTo(String end) {
    int found = text.indexOf(end, at);
    forward((found < 0 ? text.length() : found + end.length()) - at);
  }

  private void forward(int characters) {
    int to = Math.min(text.length(), at + characters);
    for (; at < to; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        lineBegins = at + 1;
      }
    }
  }
}
