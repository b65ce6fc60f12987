package io.reflux.intake;

import java.awt.image.BufferedImage;

/**
 * From a TIFF that ImageIO decoded to RGB, as PIL has it: turned as its orientation says, always.
 */
final class TiffColors {
  private static final int LAB = 8;
  private static final int LAST_LAB = 10;

  private TiffColors() {}

  static Picture toRgb(BufferedImage image, TiffTags tags, DeepGrays grays)
      throws UndecodableException {
    int photometric = tags.number(TiffTags.PHOTOMETRIC);
    if (photometric >= LAB && photometric <= LAST_LAB) {
      throw new UndecodableException("Lab colours (expected: gray, a palette, RGB or CMYK)");
    }
    return ExifOrientation.of(tags).upright(RasterColors.toRgb(image, grays));
  }
}
