package io.reflux.intake;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * From any image that ImageIO decoded to RGB, by its stored samples: the JDK's {@code getRGB} would
 * change gray values, because it takes them for linear light.
 */
final class RasterColors {
  private RasterColors() {}

  /** Any image; gray of more than 8 bits goes through {@code grays}. */
  static Picture toRgb(BufferedImage image, DeepGrays grays) throws UndecodableException {
    return toRgb(image, image.getRaster().getNumBands() == 1, grays);
  }

  /** The same; {@code loneGray} says whether the file has gray samples alone. */
  static Picture toRgb(BufferedImage image, boolean loneGray, DeepGrays grays)
      throws UndecodableException {
    Raster raster = image.getRaster();
    int type = raster.getDataBuffer().getDataType();
    if (type != DataBuffer.TYPE_BYTE
        && type != DataBuffer.TYPE_USHORT
        && type != DataBuffer.TYPE_INT) {
      throw new UndecodableException("samples that are no whole numbers (expected: such)");
    }
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return fromPalette(raster, palette);
    }
    boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    return inks ? fromInks(raster) : fromSamples(raster, loneGray, grays);
  }

  /** What PIL shows where a GIF's frame leaves the screen free: the transparent colour, or 0. */
  static byte[] background(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int index = Math.max(0, palette.getTransparentPixel());
      return new byte[] {
        (byte) palette.getRed(index), (byte) palette.getGreen(index), (byte) palette.getBlue(index)
      };
    }
    return new byte[Picture.CHANNELS];
  }

  private static Picture fromInks(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bits = raster.getSampleModel().getSampleSize(0);
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0, o = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i += raster.getNumBands()) {
        int paper = 255 - toEightBits(row[i + 3], bits);
        for (int ink = 0; ink < 3; ink++) {
          rgb[o++] = Inks.colour(toEightBits(row[i + ink], bits), paper);
        }
      }
    }
    return new Picture(width, height, rgb);
  }

  private static Picture fromPalette(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[][] colours = new byte[3][palette.getMapSize()];
    palette.getReds(colours[0]);
    palette.getGreens(colours[1]);
    palette.getBlues(colours[2]);
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0, o = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++, o += 3) {
        int index = Math.min(row[x], palette.getMapSize() - 1);
        rgb[o] = colours[0][index];
        rgb[o + 1] = colours[1][index];
        rgb[o + 2] = colours[2][index];
      }
    }
    return new Picture(width, height, rgb);
  }

  private static Picture fromSamples(Raster raster, boolean loneGray, DeepGrays grays) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    boolean colour = bands >= 3;
    byte[] rgb = new byte[3 * width * height];
    if (isPlain(raster, width, bands)) {
      byte[] stored = ((DataBufferByte) raster.getDataBuffer()).getData();
      int[] offsets = ((PixelInterleavedSampleModel) raster.getSampleModel()).getBandOffsets();
      for (int i = 0, o = 0; o < rgb.length; i += bands, o += 3) {
        rgb[o] = stored[i + offsets[0]];
        rgb[o + 1] = stored[i + offsets[colour ? 1 : 0]];
        rgb[o + 2] = stored[i + offsets[colour ? 2 : 0]];
      }
      return new Picture(width, height, rgb);
    }
    int[] row = new int[width];
    for (int channel = 0; channel < 3; channel++) {
      int band = colour ? channel : 0;
      int bits = raster.getSampleModel().getSampleSize(band);
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          boolean deep = loneGray && bits > 8;
          rgb[3 * (y * width + x) + channel] =
              (byte) (deep ? grays.eightBits(row[x], bits) : toEightBits(row[x], bits));
        }
      }
    }
    return new Picture(width, height, rgb);
  }

  private static boolean isPlain(Raster raster, int width, int bands) {
    return raster.getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getNumBanks() == 1
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getPixelStride() == bands
        && model.getScanlineStride() == bands * width
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0
        && buffer.getOffset() == 0;
  }

  /** PIL: few bits are spread over the range; 16 bits lose the low byte. */
  private static int toEightBits(int sample, int bits) {
    if (bits == 8) {
      return sample;
    }
    if (bits < 8) {
      return sample * 255 / ((1 << bits) - 1);
    }
    return sample >> (bits - 8);
  }
}
