package io.reflux.dataset;

/**
 * What is known of a file without reading it.
 *
 * @param bytes how many it has; -1 if nobody knows
 * @param crc32 its CRC-32 as unsigned number, where an archive keeps one; else -1
 * @param modified when it was written, in milliseconds since 1970; -1 if nobody knows
 */
public record FileFacts(long bytes, long crc32, long modified) {
  private static final long UNKNOWN = -1;

  /** Nothing. */
  public static final FileFacts NONE = new FileFacts(UNKNOWN, UNKNOWN, UNKNOWN);

  /** A size alone. */
  static FileFacts ofSize(long bytes) {
    return new FileFacts(bytes, UNKNOWN, UNKNOWN);
  }

  /** What an archive keeps. */
  static FileFacts ofEntry(long bytes, long crc32) {
    return new FileFacts(bytes, crc32, UNKNOWN);
  }

  /** The same, written at a time in milliseconds since 1970. */
  FileFacts writtenAt(long millis) {
    return new FileFacts(bytes, crc32, millis);
  }

  /** The same with a checksum. */
  FileFacts withCrc32(long sum) {
    return new FileFacts(bytes, sum, modified);
  }

  /** True if the checksum is known. */
  boolean hasCrc32() {
    return crc32 != UNKNOWN;
  }

  /** False if sizes or checksums, as far as both know them, differ. */
  boolean agreesWith(FileFacts other) {
    return agree(bytes, other.bytes) && agree(crc32, other.crc32);
  }

  /** False if both know when they were written, and that differs. */
  boolean isOfTheTimeOf(FileFacts other) {
    return agree(modified, other.modified);
  }

  private static boolean agree(long a, long b) {
    return a == UNKNOWN || b == UNKNOWN || a == b;
  }
}
