package io.reflux.dataset;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of one example.
 *
 * @param part the part that it is of
 * @param name its path below the root
 * @param className its class
 * @param facts its size and checksum
 */
record ContentLine(String part, String name, String className, FileFacts facts) {
  private static final int CELLS = 5;

  static ContentLine of(String part, Dataset dataset, int id) {
    String className = dataset.className(dataset.label(id));
    return new ContentLine(part, dataset.name(id), className, dataset.facts(id));
  }

  /** The example that both lines are of. */
  String key() {
    return part + '\t' + name;
  }

  /** The line: cells with tabs between them. */
  String text() {
    return Stream.of(
            part, Long.toString(facts.bytes()), Long.toString(facts.crc32()), className, name)
        .map(ContentLine::escaped)
        .collect(Collectors.joining("\t"));
  }

  /**
   * Reads a line.
   *
   * @throws IOException if it is none
   */
  static ContentLine parsed(String line) throws IOException {
    List<String> cells = Stream.of(line.split("\t", -1)).map(ContentLine::plain).toList();
    try {
      FileFacts facts = new FileFacts(Long.parseLong(cells.get(1)), Long.parseLong(cells.get(2)));
      return new ContentLine(cells.get(0), cells.get(CELLS - 1), cells.get(3), facts);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(
          "a list of a dataset's contents: " + line + " (expected: a line of it)", e);
    }
  }

  private static String escaped(String cell) {
    return cell.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String plain(String cell) {
    StringBuilder plain = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '\\' && i + 1 < cell.length()) {
        char next = cell.charAt(++i);
        plain.append(next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
