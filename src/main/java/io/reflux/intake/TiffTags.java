package io.reflux.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the first directory of a TIFF says, as files and as EXIF blocks have it: numbers by their
 * tags, 0 or empty where it says nothing.
 */
final class TiffTags {
  /** How samples are packed; 7 is JPEG. */
  static final int COMPRESSION = 0x0103;

  /** How colours are written: 5 is CMYK, 8 to 10 are Lab. */
  static final int PHOTOMETRIC = 0x0106;

  /** How a camera was held, 1 to 8. */
  static final int ORIENTATION = 0x0112;

  /** A palette: all reds, all greens, all blues, 16 bits each. */
  static final int COLOR_MAP = 0x0140;

  private static final int ENTRY_BYTES = 12;
  private static final int SHORT = 3;

  private final ByteBuffer tiff;
  private final int entries;
  private final int directory;

  /** Of bytes from position 0 to the limit; nothing is known of what is no TIFF. */
  TiffTags(ByteBuffer bytes) {
    tiff = bytes.duplicate();
    boolean long8 = tiff.limit() >= 8;
    tiff.order(long8 && tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    directory = long8 ? tiff.getInt(4) : 0;
    boolean there = directory >= 8 && directory <= tiff.limit() - 2;
    entries = there ? tiff.getShort(directory) & 0xFFFF : 0;
  }

  /** A number of 16 bits; 0 if there is none. */
  int number(int tag) {
    int entry = entry(tag);
    return entry < 0 ? 0 : tiff.getShort(entry + 8) & 0xFFFF;
  }

  /** A list of numbers of 16 bits that does not fit into the directory; empty if there is none. */
  int[] numbers(int tag) {
    int entry = entry(tag);
    if (entry < 0 || tiff.getShort(entry + 2) != SHORT) {
      return new int[0];
    }
    int count = tiff.getInt(entry + 4);
    int from = tiff.getInt(entry + 8);
    if (count < 0 || from < 0 || from > tiff.limit() - 2L * count) {
      return new int[0];
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = tiff.getShort(from + 2 * i) & 0xFFFF;
    }
    return numbers;
  }

  private int entry(int tag) {
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + ENTRY_BYTES * i;
      if (entry > tiff.limit() - ENTRY_BYTES) {
        break;
      }
      if ((tiff.getShort(entry) & 0xFFFF) == tag) {
        return entry;
      }
    }
    return -1;
  }
}
