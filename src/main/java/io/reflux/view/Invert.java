package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import java.util.List;

/** The negative: black on white becomes white on black. */
record Invert() implements Step {
  @Override
  public List<String> inPython() {
    return List.of("image = image.point(lambda x: 255 - x)");
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    byte[] out = new byte[picture.rgb().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ~picture.rgb()[i];
    }
    return new Picture(picture.width(), picture.height(), out);
  }
}
