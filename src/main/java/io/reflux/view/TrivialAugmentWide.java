package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.function.IntUnaryOperator;

/**
 * One alteration of any strength: torchvision's TrivialAugmentWide (Müller and Hutter,
 * arXiv:2103.10158), with pixels by PIL.
 *
 * @param bins how many strengths there are
 */
public record TrivialAugmentWide(int bins) implements Step {

  static TrivialAugmentWide read(Section section) {
    return new TrivialAugmentWide(section.whole("bins", Range.between(2, 1000)));
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
    return Alterations.wide(bins).altered(picture, bins, below);
  }
}
