package io.reflux.manual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a defaults' file as people do: keys, and what is said of them.
 *
 * <p>A comment behind a key is about that key, and so are the lines after it that are indented
 * deeper than keys are; a comment in lines of its own is about what follows, or about its block if
 * nothing follows. {@code # key = value # meaning} is a key that is absent unless somebody writes
 * it. HOCON's own parser keeps comments too, but not their indentation, which tells these apart.
 */
final class MenuReader {
  private static final Pattern KEY =
      Pattern.compile("(\"[^\"]+\"|[\\w.-]+)\\s*(=\\s*(.+)|(\\{.*))");
  private static final Pattern ABSENT =
      Pattern.compile("#\\s(([a-z][a-z0-9-]*)\\s*(?:=\\s*(.+?)|(\\{.*\\})))\\s+#\\s*(.+)");

  private final Deque<Block> open = new ArrayDeque<>();
  private final List<String> pending = new ArrayList<>();
  private int number;

  private MenuReader() {
    open.push(new Block("", "", "", 0));
  }

  /** What of it was read so far, of a block that isn't closed yet. */
  private static final class Block {
    private final String path;
    private final String above;
    private final int line;
    private final List<MenuEntry> below = new ArrayList<>();
    private String comment;

    Block(String path, String comment, String above, int line) {
      this.path = path;
      this.comment = comment;
      this.above = above;
      this.line = line;
    }

    MenuEntry closed() {
      return new MenuEntry(path, "", false, comment, above, line, List.copyOf(below));
    }
  }

  /** The whole file as one block without a name. */
  static MenuEntry read(String text) {
    MenuReader reader = new MenuReader();
    text.lines().forEach(reader::line);
    return reader.open.getLast().closed();
  }

  private void line(String line) {
    number++;
    int hash = comment(line);
    String code = line.substring(0, hash).strip();
    String comment = line.substring(hash).strip();
    if (code.isEmpty() && comment.isEmpty()) {
      aboutTheBlock();
    } else if (code.isEmpty()) {
      commentLine(hash, comment);
    } else if (code.equals("}")) {
      aboutTheBlock();
      Block done = open.pop();
      open.element().below.add(done.closed());
    } else {
      code(code, comment.replaceFirst("^#\\s*", ""));
    }
  }

  /** Where a line's comment begins; its length if it has none. */
  private static int comment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      if (line.charAt(i) == '#' && !quoted) {
        return i;
      }
    }
    return line.length();
  }

  private void commentLine(int column, String comment) {
    Matcher absent = ABSENT.matcher(comment);
    if (column > 2 * (open.size() - 1) && pending.isEmpty()) {
      goOn(comment.replaceFirst("^#\\s*", ""));
    } else if (absent.matches()) {
      String value = absent.group(3) == null ? absent.group(4) : absent.group(3);
      leaf(absent.group(2), value, true, absent.group(5));
    } else {
      pending.add(comment.replaceFirst("^#\\s?", ""));
    }
  }

  /** One more line about the last key, or about the block if it has none yet. */
  private void goOn(String more) {
    List<MenuEntry> below = open.element().below;
    if (below.isEmpty()) {
      open.element().comment = joined(open.element().comment, more);
      return;
    }
    MenuEntry last = below.remove(below.size() - 1);
    below.add(
        new MenuEntry(
            last.path(),
            last.value(),
            last.optional(),
            joined(last.comment(), more),
            last.above(),
            last.line(),
            last.below()));
  }

  private void code(String code, String comment) {
    Matcher key = KEY.matcher(code);
    if (!key.matches()) {
      return;
    }
    String value = key.group(3) == null ? key.group(4) : key.group(3);
    if (value.startsWith("${?")) {
      return; // what the environment may say instead of the line before
    }
    if (value.equals("{")) {
      open.push(new Block(path(key.group(1)), comment, above(), number));
    } else {
      leaf(key.group(1), value, false, comment);
    }
  }

  private void leaf(String name, String value, boolean optional, String comment) {
    String path = path(name);
    open.element()
        .below
        .add(new MenuEntry(path, value, optional, comment, above(), number, List.of()));
  }

  private String path(String name) {
    String outer = open.element().path;
    return outer.isEmpty() ? name : outer + "." + name;
  }

  /** The comment in front of what comes now. */
  private String above() {
    String text = String.join("\n", pending);
    pending.clear();
    return text;
  }

  private void aboutTheBlock() {
    if (!pending.isEmpty()) {
      open.element().comment = joined(open.element().comment, above());
    }
  }

  private static String joined(String text, String more) {
    return text.isEmpty() ? more : text + "\n" + more;
  }
}
