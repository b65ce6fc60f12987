package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Blurs by a random radius, sometimes, as SimReg's strong view does.
 *
 * @param radius the least and the greatest standard deviation, in pixels
 * @param probability how often, 0 to 1
 */
record GaussianBlur(List<Double> radius, double probability) implements Step {

  static GaussianBlur read(Section section) {
    return new GaussianBlur(
        Pair.read(section, "radius", Range.NOT_NEGATIVE),
        section.number("probability", Range.FRACTION));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    if (draws.nextDouble() >= probability) {
      return picture;
    }
    return Blur.gaussian(picture, (float) draws.uniform(radius.get(0), radius.get(1)));
  }
}
