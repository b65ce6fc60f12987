package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Resizes: to a square, or so that the shorter side has the given length and the shape is kept
 * (torchvision's {@code Resize(side)}).
 *
 * @param side the length in pixels
 * @param square whether the shape is given up for a square
 * @param filter the interpolation
 */
record Resize(int side, boolean square, Filter filter) implements Step {

  static Resize read(Section section) {
    return new Resize(
        section.whole("side", Range.atLeast(1)),
        section.flag("square"),
        section.oneOf("filter", Filter.byName()));
  }

  @Override
  public List<String> inPython() {
    String size =
        square
            ? "(" + side + ", " + side + ")"
            : "[%1$d if x == min(image.size) else int(%1$d * x / min(image.size)) for x in image.size]"
                .formatted(side);
    return List.of("image = image.resize(" + size + ", Image." + filter.name() + ")");
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    int width = square ? side : Geometry.resizedSide(picture.width(), picture.height(), side);
    int height = square ? side : Geometry.resizedSide(picture.height(), picture.width(), side);
    if (width == picture.width() && height == picture.height()) {
      return picture;
    }
    Box whole = new Box(0, 0, picture.width(), picture.height());
    return Resampler.resize(picture, whole, width, height, filter);
  }

  @Override
  public int sideAfter(int before) {
    return square || before != ANY_SIDE ? side : ANY_SIDE;
  }
}
