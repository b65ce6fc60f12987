package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * The negative of all bright values: torchvision's RandomSolarize, as BYOL and DINO use it.
 *
 * @param threshold the least value that is inverted
 * @param probability how often
 */
record Solarize(int threshold, double probability) implements Step {

  static Solarize read(Section section) {
    return new Solarize(
        section.whole("threshold", Range.between(0, 256)),
        section.number("probability", Range.FRACTION));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return draws.nextDouble() < probability ? Tones.solarized(picture, threshold) : picture;
  }
}
