package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import java.util.List;

/** Red and blue exchanged: BN-Inception's order of channels. */
record Bgr() implements Step {
  @Override
  public List<String> inPython() {
    return List.of("image = Image.merge(\"RGB\", image.split()[::-1])");
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return Colors.bgr(picture);
  }
}
