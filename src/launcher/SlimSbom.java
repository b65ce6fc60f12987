import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code java SlimSbom.java FROM TO GROUP:ARTIFACT}: copies a bill of materials, CycloneDX as JSON,
 * without a library that isn't in the archive. It takes no library itself: elements of the arrays
 * {@code components}, {@code dependencies} and {@code dependsOn} that name the library go, with one
 * of the commas around them; a library that isn't listed is an error.
 */
final class SlimSbom {
  private SlimSbom() {}

  public static void main(String[] words) throws IOException {
    String text = Files.readString(Path.of(words[0]));
    String name = "pkg:maven/" + words[2].replace(':', '/') + "@";
    if (!text.contains(name)) {
      throw new IOException(words[0] + ": no " + name + " in it (expected: the library that stays out)");
    }
    String less = text;
    for (int at = less.indexOf(name); at >= 0; at = less.indexOf(name)) {
      less = without(less, at);
    }
    Files.writeString(Path.of(words[1]), less);
  }

  /** The text without the element of the innermost array around a place. */
  private static String without(String text, int place) {
    List<Integer> open = new ArrayList<>();
    boolean quoted = false;
    for (int i = 0; i < place; i++) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        open.add(i);
      } else if (!quoted && (c == '}' || c == ']')) {
        open.remove(open.size() - 1);
      }
    }
    int deepest = open.size() - 1;
    while (text.charAt(open.get(deepest)) != '[') {
      deepest--;
    }
    int from = open.get(deepest) + 1;
    int to = from;
    int depth = 0;
    quoted = false;
    // Elements of the array, one after the other, up to the one that holds the place.
    for (int i = from; ; i++) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && depth == 0 && (c == ',' || c == ']')) {
        if (i > place) {
          to = i;
          break;
        }
        from = i + 1;
      } else if (!quoted && (c == '}' || c == ']')) {
        depth--;
      }
    }
    boolean first = text.charAt(from - 1) == '[';
    boolean last = text.charAt(to) == ']';
    if (!first) {
      return text.substring(0, from - 1) + text.substring(to);
    }
    return text.substring(0, from) + text.substring(last ? to : to + 1);
  }

  private static boolean isEscaped(String text, int quote) {
    int slashes = 0;
    while (text.charAt(quote - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
