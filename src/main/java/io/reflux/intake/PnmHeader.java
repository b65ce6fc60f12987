package io.reflux.intake;

/**
 * The beginning of a portable bitmap, graymap or pixmap.
 *
 * @param kind 1 to 6: bits, gray or colour in digits; then the same in bytes
 * @param width in pixels
 * @param height in pixels
 * @param maximum the sample that is white; 1 for bits
 * @param end where the samples begin
 */
record PnmHeader(int kind, int width, int height, int maximum, int end) {
  private static final int MOST = 65535;
  private static final int LONGEST_NUMBER = 10;

  static boolean is(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && file[1] >= '1'
        && file[1] <= '6'
        && (isSpace(file[2]) || file[2] == '#');
  }

  static PnmHeader of(byte[] file) throws UndecodableException {
    int kind = file[1] - '0';
    PnmTokens tokens = new PnmTokens(file, 2);
    int width = tokens.number(LONGEST_NUMBER);
    int height = tokens.number(LONGEST_NUMBER);
    int maximum = kind == 1 || kind == 4 ? 1 : tokens.number(LONGEST_NUMBER);
    if (width == 0 || height == 0 || maximum == 0 || maximum > MOST) {
      throw new UndecodableException(
          "damaged pnm file: "
              + width
              + "×"
              + height
              + " pixels up to "
              + maximum
              + " (expected: >= 1, up to 1 … "
              + MOST
              + ")");
    }
    // One blank ends the header, whatever follows it.
    return new PnmHeader(kind, width, height, maximum, tokens.position() + 1);
  }

  /** Samples a pixel. */
  int bands() {
    return kind % 3 == 0 ? 3 : 1;
  }

  boolean isBits() {
    return maximum == 1 && kind % 3 == 1;
  }

  /** Whether samples are written as decimal numbers. */
  boolean isText() {
    return kind <= 3;
  }

  static boolean isSpace(int letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
  }
}
