package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.function.IntUnaryOperator;

/**
 * Some alterations of one strength, one after another: torchvision's RandAugment (Cubuk et al.,
 * arXiv:1909.13719), with pixels by PIL.
 *
 * @param operations how many
 * @param magnitude how strong, from 0 on
 * @param bins how many strengths there are
 */
public record RandAugment(int operations, int magnitude, int bins) implements Step {

  static RandAugment read(Section section) {
    int bins = section.whole("bins", Range.between(2, 1000));
    int magnitude = section.whole("magnitude", Range.NOT_NEGATIVE);
    if (magnitude >= bins) {
      section.refuse("magnitude", "below bins, " + bins);
      magnitude = 0;
    }
    return new RandAugment(section.whole("operations", Range.between(0, 16)), magnitude, bins);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return altered(picture, draws::nextInt);
  }

  /**
   * As {@link #apply}, by given draws.
   *
   * @param below draws a whole number from 0 on, below the one it is given
   */
  public Picture altered(Picture picture, IntUnaryOperator below) {
    Alterations all = Alterations.rand(bins, picture.width(), picture.height());
    Picture altered = picture;
    for (int i = 0; i < operations; i++) {
      altered = all.altered(altered, -1 - magnitude, below);
    }
    return altered;
  }
}
