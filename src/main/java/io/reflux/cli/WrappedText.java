package io.reflux.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text for a terminal, which would break long lines inside a word. */
final class WrappedText {
  /** What stands before a line's sentence: spaces, and a word that more than one space follows. */
  private static final Pattern MARGIN = Pattern.compile("^ *(\\S+ {2,})?");

  private WrappedText() {}

  /** The text as wide as the terminal; where nobody looks at one, as it is. */
  static String onScreen(String text) {
    return at(Screens.tableWidth(), text);
  }

  /** Breaks lines of more characters between words; what follows stands below the sentence. */
  static String at(int width, String text) {
    return text.lines().map(line -> wrapped(width, line)).collect(Collectors.joining("\n"))
        + (text.endsWith("\n") ? "\n" : "");
  }

  private static String wrapped(int width, String line) {
    Matcher found = MARGIN.matcher(line);
    int margin = found.find() ? found.end() : 0;
    StringBuilder text = new StringBuilder();
    String rest = line;
    while (rest.length() > width) {
      int end = rest.lastIndexOf(' ', width);
      if (end <= margin) {
        end = rest.indexOf(' ', Math.max(margin, width));
      }
      if (end < 0) {
        break;
      }
      text.append(rest, 0, end).append('\n');
      rest = " ".repeat(margin) + rest.substring(end + 1);
    }
    return text.append(rest).toString();
  }
}
