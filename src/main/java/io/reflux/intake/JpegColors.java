package io.reflux.intake;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * From a JPEG's stored components to RGB, with libjpeg's fixed-point arithmetic and PIL's treatment
 * of CMYK. (The JDK's own conversion refuses CMYK and applies colour profiles.)
 */
final class JpegColors {
  private static final int HALF = 1 << 15;
  private static final int[] CR_TO_RED = table(1.40200);
  private static final int[] CB_TO_BLUE = table(1.77200);
  private static final int[] CR_TO_GREEN = slopes(-0.71414);
  private static final int[] CB_TO_GREEN = slopes(-0.34414);

  private JpegColors() {}

  static Picture toRgb(Raster raster, JpegMarkers markers) throws UndecodableException {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    byte[] stored = ((DataBufferByte) raster.getDataBuffer()).getData();
    byte[] rgb =
        switch (bands) {
          case 1 -> gray(stored);
          case 3 -> markers.isRgb() ? stored : fromYcc(stored, 3);
          case 4 -> fromFour(stored, markers);
          default ->
              throw new UndecodableException(
                  "JPEG of " + bands + " components (expected: 1, 3 or 4)");
        };
    return new Picture(width, height, rgb);
  }

  private static byte[] gray(byte[] stored) {
    byte[] rgb = new byte[3 * stored.length];
    for (int i = 0, o = 0; i < stored.length; i++, o += 3) {
      rgb[o] = stored[i];
      rgb[o + 1] = stored[i];
      rgb[o + 2] = stored[i];
    }
    return rgb;
  }

  private static byte[] fromYcc(byte[] stored, int bands) {
    byte[] rgb = bands == 3 ? stored : new byte[stored.length / bands * 3];
    for (int i = 0, o = 0; i < stored.length; i += bands, o += 3) {
      int y = stored[i] & 0xFF;
      int cb = stored[i + 1] & 0xFF;
      int cr = stored[i + 2] & 0xFF;
      rgb[o] = clip(y + CR_TO_RED[cr]);
      rgb[o + 1] = clip(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr] + HALF) >> 16));
      rgb[o + 2] = clip(y + CB_TO_BLUE[cb]);
    }
    return rgb;
  }

  /** PIL: un-invert where an Adobe marker says that ink is stored inverted; then lay inks on. */
  private static byte[] fromFour(byte[] stored, JpegMarkers markers) {
    byte[] rgb = new byte[stored.length / 4 * 3];
    byte[] cmy = markers.isYcck() ? fromYcc(stored, 4) : null;
    for (int i = 0, o = 0; i < stored.length; i += 4, o += 3) {
      int black = stored[i + 3] & 0xFF;
      int paper = markers.adobe() ? black : 255 - black;
      for (int c = 0; c < 3; c++) {
        // YCCK holds the complement of each ink as if it were a colour.
        int asStored = cmy == null ? stored[i + c] & 0xFF : 255 - (cmy[o + c] & 0xFF);
        int ink = markers.adobe() ? 255 - asStored : asStored;
        int u = ink * paper + 128;
        rgb[o + c] = clip(paper - ((u + (u >> 8)) >> 8));
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  private static int[] table(double factor) {
    int scaled = (int) (factor * 65536 + 0.5);
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (scaled * (i - 128) + HALF) >> 16;
    }
    return table;
  }

  private static int[] slopes(double factor) {
    int scaled = -(int) (-factor * 65536 + 0.5);
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = scaled * (i - 128);
    }
    return table;
  }
}
