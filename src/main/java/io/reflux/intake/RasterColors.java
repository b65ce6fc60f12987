package io.reflux.intake;

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

  static Picture toRgb(BufferedImage image) throws UndecodableException {
    return toRgb(image, image.getRaster().getNumBands() == 1);
  }

  /** The same; {@code loneGray} says whether the file has gray samples alone. */
  static Picture toRgb(BufferedImage image, boolean loneGray) throws UndecodableException {
    Raster raster = image.getRaster();
    int type = raster.getDataBuffer().getDataType();
    if (type != DataBuffer.TYPE_BYTE
        && type != DataBuffer.TYPE_USHORT
        && type != DataBuffer.TYPE_INT) {
      throw new UndecodableException(
          "samples that are no whole numbers of 8 or 16 bits (expected: such)");
    }
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return fromPalette(raster, palette);
    }
    return fromSamples(raster, loneGray);
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

  private static Picture fromSamples(Raster raster, boolean loneGray) {
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
          rgb[3 * (y * width + x) + channel] = (byte) toEightBits(row[x], bits, loneGray);
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

  /** PIL: few bits are spread over the range; 16 bits lose the low byte, but a lone gray clips. */
  private static int toEightBits(int sample, int bits, boolean loneGray) {
    if (bits == 8) {
      return sample;
    }
    if (bits < 8) {
      return sample * 255 / ((1 << bits) - 1);
    }
    return loneGray ? Math.min(sample, 255) : sample >> (bits - 8);
  }
}
