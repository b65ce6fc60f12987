package io.reflux.manual;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as Markdown that shows it as it is. */
final class Markdown {
  private static final Pattern INLINE =
      Pattern.compile("\\{@(code|link|linkplain)\\s+((?:[^{}]|\\{[^{}]*\\})*)\\}");
  private static final String SPECIAL = "\\`*_{}[]<>()#+!|&~";

  private Markdown() {}

  /** Words that Markdown is to take literally. */
  static String literal(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) < 0) {
                safe.append((char) c);
              } else {
                safe.append("&#").append(c).append(';');
              }
            });
    return safe.toString();
  }

  /** The same in the letters of code; nothing where there is nothing. */
  static String code(String text) {
    return text.isEmpty() ? "" : "<code>" + literal(text) + "</code>";
  }

  /** A comment of several lines; one that is indented by two spaces begins an item of a list. */
  static String prose(String comment) {
    StringBuilder out = new StringBuilder();
    boolean item = false;
    for (String line : comment.split("\n")) {
      boolean begins = line.matches("  \\S.*");
      boolean after = item && line.matches("\\S.*");
      out.append(begins ? "\n* " : after ? "\n\n" : "\n").append(literal(line.strip()));
      item = begins || (item && !after);
    }
    return out.toString().strip();
  }

  /** A cell of a table: one line. */
  static String cell(String markdown) {
    return markdown.strip().replaceAll("\\s*\n\\s*", " ");
  }

  /**
   * Javadoc as Markdown.
   *
   * @param links a class's simple name as it is to be shown, perhaps a link
   */
  static String javadoc(String text, UnaryOperator<String> links) {
    StringBuilder out = new StringBuilder();
    Matcher tag = INLINE.matcher(text);
    int from = 0;
    while (tag.find()) {
      out.append(plain(text.substring(from, tag.start())));
      String inside = tag.group(2).strip().replaceAll("\\s+", " ");
      out.append(tag.group(1).equals("code") ? code(inside) : links.apply(simple(inside)));
      from = tag.end();
    }
    return out.append(plain(text.substring(from))).toString().strip();
  }

  /** What a link says: its label, or the simple name of the class or method it names. */
  private static String simple(String link) {
    int space = link.indexOf(' ');
    String shown = space < 0 ? link : link.substring(space + 1);
    return shown.replaceFirst("^#", "").replace('#', '.');
  }

  /** Javadoc's few tags of HTML, and all else as it is. */
  private static String plain(String text) {
    StringBuilder out = new StringBuilder();
    Matcher tag = Pattern.compile("</?(p|ul|li|pre)>|&(lt|gt|amp);").matcher(text);
    int from = 0;
    while (tag.find()) {
      out.append(literal(text.substring(from, tag.start())));
      out.append(
          switch (tag.group()) {
            case "<p>" -> "\n\n";
            case "<li>" -> "\n* ";
            case "</ul>" -> "\n\n";
            case "&lt;", "&gt;", "&amp;" -> tag.group();
            default -> "";
          });
      from = tag.end();
    }
    return out.append(literal(text.substring(from))).toString();
  }
}
