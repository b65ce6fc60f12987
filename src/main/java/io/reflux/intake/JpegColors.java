package io.reflux.intake;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * From a JPEG's stored components to RGB, with libjpeg's fixed-point arithmetic and PIL's treatment
 * of CMYK. (The JDK's own conversion refuses CMYK and applies colour profiles.)
 */
final class JpegColors {
  private static final int HALF = 1 << 15;
  private static final int FIELD = 0x3FF;
  private static final int BIAS = 256;
  // What a component adds to green (bits 0 to 31, 16 of them a fraction), red (from bit 32) and
  // blue (from 48), so that three additions make a pixel; the bias keeps sums from being negative.
  private static final long[] LUMA = luma();
  private static final long[] BLUE = chroma(1.77200, 48, 0.34414);
  private static final long[] RED = chroma(1.40200, 32, 0.71414);
  private static final byte[] CLIPPED = clipped();

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
      long sums = LUMA[stored[i] & 0xFF] + BLUE[stored[i + 1] & 0xFF] + RED[stored[i + 2] & 0xFF];
      rgb[o] = CLIPPED[(int) (sums >>> 32) & FIELD];
      rgb[o + 1] = CLIPPED[(int) (sums >>> 16) & FIELD];
      rgb[o + 2] = CLIPPED[(int) (sums >>> 48) & FIELD];
    }
    return rgb;
  }

  /**
   * PIL: inks are stored inverted, whether an Adobe marker says so or not; then they are laid on.
   */
  private static byte[] fromFour(byte[] stored, JpegMarkers markers) {
    byte[] rgb = new byte[stored.length / 4 * 3];
    byte[] cmy = markers.isYcck() ? fromYcc(stored, 4) : null;
    for (int i = 0, o = 0; i < stored.length; i += 4, o += 3) {
      int paper = stored[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        // YCCK holds the complement of each stored ink as if it were a colour: the ink itself.
        int ink = cmy == null ? 255 - (stored[i + c] & 0xFF) : cmy[o + c] & 0xFF;
        rgb[o + c] = Inks.colour(ink, paper);
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  private static long[] luma() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long biased = (long) i + BIAS;
      table[i] = (biased << 48) + (biased << 32) + (biased << 16) + HALF;
    }
    return table;
  }

  private static long[] chroma(double factor, int bit, double green) {
    int scaled = (int) (factor * 65536 + 0.5);
    int fromGreen = (int) (green * 65536 + 0.5);
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      int own = (scaled * (i - 128) + HALF) >> 16;
      int green16 = fromGreen * (i - 128);
      table[i] = ((long) own << bit) - green16;
    }
    return table;
  }

  private static byte[] clipped() {
    byte[] table = new byte[FIELD + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = clip(i - BIAS);
    }
    return table;
  }
}
