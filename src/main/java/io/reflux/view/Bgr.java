package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;

/** Red and blue exchanged: BN-Inception's order of channels. */
record Bgr() implements Step {
  @Override
  public Picture apply(Picture picture, Draws draws) {
    return Colors.bgr(picture);
  }
}
