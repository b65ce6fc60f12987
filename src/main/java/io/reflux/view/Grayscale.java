package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Takes the colour away, sometimes: torchvision's RandomGrayscale.
 *
 * @param probability how often, 0 to 1
 */
record Grayscale(double probability) implements Step {

  static Grayscale read(Section section) {
    return new Grayscale(section.number("probability", Range.FRACTION));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return draws.nextDouble() < probability ? Colors.gray(picture) : picture;
  }
}
