package io.reflux.intake;

/**
 * What a JPEG file's markers say of its colours.
 *
 * @param jfif whether it has a JFIF marker
 * @param adobe whether it has an Adobe marker
 * @param adobeTransform what the Adobe marker says: 0 none, 1 YCbCr, 2 YCCK
 * @param lettersRgb whether the components are numbered {@code 'R', 'G', 'B'}
 * @param ends whether the pixels are followed by an end marker, as in every whole file
 */
record JpegMarkers(
    boolean jfif, boolean adobe, int adobeTransform, boolean lettersRgb, boolean ends) {
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int SCAN = 0xDA;
  private static final int END = 0xD9;

  static JpegMarkers of(byte[] file) {
    boolean jfif = false;
    boolean adobe = false;
    int transform = 0;
    boolean letters = false;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
        continue;
      }
      int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
      int body = at + 4;
      if (marker == SCAN || length < 2 || body + length - 2 > file.length) {
        break;
      }
      if (marker == APP0 && isText(file, body, "JFIF\0")) {
        jfif = true;
      } else if (marker == APP14 && length >= 14 && isText(file, body, "Adobe")) {
        adobe = true;
        transform = file[body + 11] & 0xFF;
      } else if (isFrame(marker) && length >= 17) {
        letters = file[body + 6] == 'R' && file[body + 9] == 'G' && file[body + 12] == 'B';
      }
      at = body + length - 2;
    }
    return new JpegMarkers(jfif, adobe, transform, letters, endsAfter(file, at));
  }

  /** Whether three components are red, green, blue rather than YCbCr: libjpeg's rule. */
  boolean isRgb() {
    return !jfif && (adobe ? adobeTransform == 0 : lettersRgb);
  }

  /** Whether four components are YCCK rather than CMYK. */
  boolean isYcck() {
    return adobe && adobeTransform == 2;
  }

  /** Pixel data escapes each 0xFF, so that an end marker behind its start can be nothing else. */
  private static boolean endsAfter(byte[] file, int start) {
    for (int i = file.length - 2; i >= start; i--) {
      if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == END) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static boolean isText(byte[] file, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= file.length || file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
