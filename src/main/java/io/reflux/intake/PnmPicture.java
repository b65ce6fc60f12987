package io.reflux.intake;

/**
 * Portable bitmaps, graymaps and pixmaps, as PIL reads them: samples are scaled to 8 bits and
 * rounded, ties to even; but gray of more bits is taken to 16, and is clipped unless it is to be
 * scaled too.
 */
final class PnmPicture {
  private static final int SIXTEEN_BITS = 65535;

  private final byte[] file;
  private final PnmHeader header;
  private final DeepGrays grays;
  private final boolean deep;
  private final byte[] scaled;

  /** A picture whose size has been found acceptable. */
  PnmPicture(byte[] file, PnmHeader header, DeepGrays grays) {
    this.file = file;
    this.header = header;
    this.grays = grays;
    deep = header.bands() == 1 && header.maximum() > 255 && !grays.scale();
    scaled = deep ? new byte[0] : scaled(header);
  }

  /** What is wanted of it. */
  Cutout decode(Wanted wanted) throws UndecodableException {
    Box box = wanted.of(header.width(), header.height());
    long samples = (long) header.width() * header.height() * header.bands();
    if (file.length - header.end() < bytes(header, samples)) {
      throw new UndecodableException("the file is truncated");
    }
    byte[] rgb = header.isText() ? text(box) : binary(box);
    Picture part = new Picture(box.width(), box.height(), rgb);
    return new Cutout(part, box.left(), box.top(), header.width(), header.height());
  }

  private byte shown(int sample) {
    if (deep) {
      double exact = (double) sample / header.maximum() * SIXTEEN_BITS;
      return (byte) grays.eightBits((int) Math.rint(exact), 16);
    }
    return scaled[sample];
  }

  /** How many bytes so many samples take at least. */
  private static long bytes(PnmHeader header, long samples) {
    if (header.isText()) {
      return header.isBits() ? samples : 2 * samples - 1;
    }
    return header.isBits()
        ? (header.width() + 7L) / 8 * header.height()
        : samples * (header.maximum() > 255 ? 2 : 1);
  }

  private byte[] binary(Box box) {
    int bands = header.bands();
    byte[] rgb = new byte[3 * box.width() * box.height()];
    int o = 0;
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      for (int x = box.left(); x < box.left() + box.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          int sample = (y * header.width() + x) * bands + (bands == 3 ? channel : 0);
          rgb[o++] = shown(Math.min(header.maximum(), sample(sample, x, y)));
        }
      }
    }
    return rgb;
  }

  private int sample(int index, int x, int y) {
    if (header.isBits()) {
      int row = header.end() + y * ((header.width() + 7) / 8);
      return 1 - ((file[row + x / 8] >> (7 - x % 8)) & 1);
    }
    if (header.maximum() < 256) {
      return file[header.end() + index] & 0xFF;
    }
    int at = header.end() + 2 * index;
    return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
  }

  private byte[] text(Box box) throws UndecodableException {
    PnmTokens tokens = new PnmTokens(file, header.end() - 1);
    byte[] rgb = new byte[3 * box.width() * box.height()];
    for (int y = 0; y < box.top() + box.height(); y++) {
      for (int x = 0; x < header.width(); x++) {
        boolean inside = y >= box.top() && x >= box.left() && x < box.left() + box.width();
        int o = 3 * ((y - box.top()) * box.width() + x - box.left());
        for (int band = 0; band < header.bands(); band++) {
          int value = tokens.number(header.isBits() ? 1 : 10);
          if (value > header.maximum()) {
            throw new UndecodableException(
                "damaged pnm file: sample " + value + " (expected: <= " + header.maximum() + ")");
          }
          for (int channel = band; inside && channel < 3; channel += header.bands()) {
            rgb[o + channel] = shown(header.isBits() ? 1 - value : value);
          }
        }
      }
    }
    return rgb;
  }

  /** What each sample becomes. */
  private static byte[] scaled(PnmHeader header) {
    byte[] scaled = new byte[header.maximum() + 1];
    for (int value = 0; value < scaled.length; value++) {
      scaled[value] = (byte) Math.rint((double) value / header.maximum() * 255);
    }
    return scaled;
  }
}
