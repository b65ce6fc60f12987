package io.reflux.rundir;

import io.reflux.wire.Scalars;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The lines that a task has in a table, up to one of them.
 *
 * @param lines how many
 * @param crc32c the CRC-32C of their bytes, ends included
 */
record TableCover(long lines, long crc32c) {
  /** No line. */
  static final TableCover NONE = new Counting().now();

  private static final String LINES = "/lines";
  private static final String CRC32C = "/crc32c";

  /** What a checkpoint says of a table; empty if it is of a version that said nothing. */
  static Optional<TableCover> of(String table, Scalars kept) {
    Long lines = kept.longs().get(table + LINES);
    Long crc32c = kept.longs().get(table + CRC32C);
    return lines == null || crc32c == null
        ? Optional.empty()
        : Optional.of(new TableCover(lines, crc32c));
  }

  /** The values and this. */
  Scalars into(String table, Scalars values) {
    return values.with(table + LINES, lines).with(table + CRC32C, crc32c);
  }

  /** Counts as lines come. */
  static final class Counting {
    private final CRC32C checksum = new CRC32C();
    private long lines;

    /** One more line, without its end. */
    void add(String line) {
      add((line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** One more line, with its end. */
    void add(byte[] line) {
      checksum.update(line);
      lines++;
    }

    /** How many there were. */
    long lines() {
      return lines;
    }

    /** Those so far. */
    TableCover now() {
      return new TableCover(lines, checksum.getValue());
    }
  }
}
