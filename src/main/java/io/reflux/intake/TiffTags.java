package io.reflux.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the first directory of a TIFF says, as files and as EXIF blocks have it: numbers by their
 * tags, 0 where it says nothing.
 */
final class TiffTags {
  /** How colours are written: 8 to 10 are Lab. */
  static final int PHOTOMETRIC = 0x0106;

  /** How a camera was held, 1 to 8. */
  static final int ORIENTATION = 0x0112;

  private static final int ENTRY_BYTES = 12;

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
