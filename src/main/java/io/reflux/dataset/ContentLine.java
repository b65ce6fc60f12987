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
  private static final int TIMED_CELLS = 6;

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
    return joined(
        Stream.of(
            part, Long.toString(facts.bytes()), Long.toString(facts.crc32()), className, name));
  }

  /** The line, and when the file was written. */
  String timedText() {
    return text() + '\t' + facts.modified();
  }

  /** The same with a checksum. */
  ContentLine withCrc32(long sum) {
    return new ContentLine(part, name, className, facts.withCrc32(sum));
  }

  /**
   * Reads a line of either kind.
   *
   * @throws IOException if it is none
   */
  static ContentLine parsed(String line) throws IOException {
    List<String> cells = Stream.of(line.split("\t", -1)).map(ContentLine::plain).toList();
    try {
      FileFacts facts =
          FileFacts.ofEntry(Long.parseLong(cells.get(1)), Long.parseLong(cells.get(2)));
      FileFacts all =
          cells.size() < TIMED_CELLS ? facts : facts.writtenAt(Long.parseLong(cells.get(CELLS)));
      return new ContentLine(cells.get(0), cells.get(CELLS - 1), cells.get(3), all);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(
          "a list of a dataset's contents: " + line + " (expected: a line of it)", e);
    }
  }

  /**
   * The label that a kept line ends with.
   *
   * @throws IOException if it has none
   */
  static int label(String line) throws IOException {
    try {
      return Integer.parseInt(line.substring(line.lastIndexOf('\t') + 1));
    } catch (NumberFormatException e) {
      throw new IOException("a list of a dataset's contents: " + line + " (expected: a label)", e);
    }
  }

  private static String joined(Stream<String> cells) {
    return cells.map(ContentLine::escaped).collect(Collectors.joining("\t"));
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
