package io.reflux.intake;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * From a TIFF that ImageIO decoded to RGB, as PIL has it: palettes lose the low byte, inks are laid
 * on paper, and the picture is turned as its orientation says, always.
 */
final class TiffColors {
  private static final int JPEG = 7;
  private static final int CMYK = 5;
  private static final int LAB = 8;
  private static final int LAST_LAB = 10;
  private static final int INKS = 4;

  private TiffColors() {}

  static Picture toRgb(BufferedImage image, TiffTags tags) throws UndecodableException {
    return ExifOrientation.of(tags).upright(coloured(image, tags));
  }

  private static Picture coloured(BufferedImage image, TiffTags tags) throws UndecodableException {
    int photometric = tags.number(TiffTags.PHOTOMETRIC);
    if (photometric >= LAB && photometric <= LAST_LAB) {
      throw new UndecodableException("Lab colours (expected: gray, a palette, RGB or CMYK)");
    }
    boolean fourInJpeg =
        tags.number(TiffTags.COMPRESSION) == JPEG && image.getRaster().getNumBands() == INKS;
    if (photometric == CMYK) {
      return fromInks(image.getRaster(), fourInJpeg ? 255 : 0);
    }
    if (fourInJpeg) {
      return negative(RasterColors.toRgb(image));
    }
    int[] map = tags.numbers(TiffTags.COLOR_MAP);
    return image.getColorModel() instanceof IndexColorModel && map.length >= 3
        ? fromPalette(image.getRaster(), map)
        : RasterColors.toRgb(image);
  }

  private static Picture fromPalette(Raster raster, int[] map) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int colours = map.length / 3;
    int[] samples = samples(raster, 0);
    byte[] rgb = new byte[3 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int index = Math.min(samples[i], colours - 1);
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (map[index + c * colours] >> 8);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** The JDK takes every four components of a JPEG for inks that are stored inverted. */
  private static Picture negative(Picture picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ~rgb[i];
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  /** The inks of a raster; {@code flipped} is 255 if it holds their complements, else 0. */
  private static Picture fromInks(Raster raster, int flipped) throws UndecodableException {
    int bits = raster.getSampleModel().getSampleSize(0);
    if (raster.getNumBands() < INKS || bits < 8) {
      throw new UndecodableException(
          raster.getNumBands() + " inks of " + bits + " bits (expected: 4 of 8 or 16)");
    }
    int[] black = samples(raster, 3);
    byte[] rgb = new byte[3 * black.length];
    for (int c = 0; c < 3; c++) {
      int[] ink = samples(raster, c);
      for (int i = 0; i < ink.length; i++) {
        int paper = 255 ^ flipped ^ (black[i] >> (bits - 8));
        rgb[3 * i + c] = JpegColors.inked(flipped ^ (ink[i] >> (bits - 8)), paper);
      }
    }
    return new Picture(raster.getWidth(), raster.getHeight(), rgb);
  }

  private static int[] samples(Raster raster, int band) {
    int count = raster.getWidth() * raster.getHeight();
    return raster.getSamples(
        raster.getMinX(),
        raster.getMinY(),
        raster.getWidth(),
        raster.getHeight(),
        band,
        new int[count]);
  }
}
