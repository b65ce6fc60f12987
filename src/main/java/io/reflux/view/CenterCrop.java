package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * The square in the middle; a picture that is smaller gets black borders (torchvision's {@code
 * CenterCrop}).
 *
 * @param side the side in pixels
 */
record CenterCrop(int side) implements Step {

  static CenterCrop read(Section section) {
    return new CenterCrop(section.whole("side", Range.atLeast(1)));
  }

  @Override
  public List<String> inPython() {
    return List.of(
        "left, top = ["
            + "round((x - %1$d) / 2) if x >= %1$d else (x - %1$d + 1) // 2 for x in image.size]"
                .formatted(side),
        "image = image.crop((left, top, left + %1$d, top + %1$d))".formatted(side));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    Picture padded = padded(picture, side);
    int left = Geometry.centred(padded.width(), side);
    int top = Geometry.centred(padded.height(), side);
    return Resampler.crop(padded, new Box(left, top, side, side));
  }

  @Override
  public int sideAfter(int before) {
    return side;
  }

  /** The picture, centred on black if it is smaller than a square of the given side. */
  static Picture padded(Picture picture, int side) {
    if (picture.width() >= side && picture.height() >= side) {
      return picture;
    }
    int width = Math.max(side, picture.width());
    int height = Math.max(side, picture.height());
    int left = (width - picture.width()) / 2;
    int top = (height - picture.height()) / 2;
    Picture padded = new Picture(width, height, new byte[3 * width * height]);
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(
          picture.rgb(),
          picture.at(0, y),
          padded.rgb(),
          padded.at(left, top + y),
          3 * picture.width());
    }
    return padded;
  }
}
