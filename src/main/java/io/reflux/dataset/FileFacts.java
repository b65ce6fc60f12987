package io.reflux.dataset;

/**
 * What is known of a file without reading it.
 *
 * @param bytes how many it has; -1 if nobody knows
 * @param crc32 its CRC-32 as unsigned number, where an archive keeps one; else -1
 */
public record FileFacts(long bytes, long crc32) {
  private static final long UNKNOWN = -1;

  /** Nothing. */
  public static final FileFacts NONE = new FileFacts(UNKNOWN, UNKNOWN);

  /** A size alone. */
  static FileFacts ofSize(long bytes) {
    return new FileFacts(bytes, UNKNOWN);
  }

  /** False if what both know differs. */
  boolean agreesWith(FileFacts other) {
    return agree(bytes, other.bytes) && agree(crc32, other.crc32);
  }

  private static boolean agree(long a, long b) {
    return a == UNKNOWN || b == UNKNOWN || a == b;
  }
}
