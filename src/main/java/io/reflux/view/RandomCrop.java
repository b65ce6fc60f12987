package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * A square somewhere in the picture, unresized; a picture that is smaller gets black borders.
 *
 * @param side the side in pixels
 */
record RandomCrop(int side) implements Step {

  static RandomCrop read(Section section) {
    return new RandomCrop(section.whole("side", Range.atLeast(1)));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    Picture padded = CenterCrop.padded(picture, side);
    int top = draws.nextInt(padded.height() - side + 1);
    int left = draws.nextInt(padded.width() - side + 1);
    return Resampler.crop(padded, new Box(left, top, side, side));
  }

  @Override
  public int sideAfter(int before) {
    return side;
  }
}
