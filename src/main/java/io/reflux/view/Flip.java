package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * Mirrors left and right, sometimes.
 *
 * @param probability how often, 0 to 1
 */
public record Flip(double probability) implements Step {

  static Flip read(Section section) {
    return new Flip(section.number("probability", Range.FRACTION));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return happens(draws) ? mirrored(picture) : picture;
  }

  @Override
  public Optional<Flip> flip() {
    return Optional.of(this);
  }

  /** Whether a picture is mirrored. */
  boolean happens(Draws draws) {
    return draws.nextDouble() < probability;
  }

  /** The mirrored picture. */
  static Picture mirrored(Picture picture) {
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    int row = 3 * picture.width();
    for (int start = 0; start < in.length; start += row) {
      for (int i = start, o = start + row - 3; i < start + row; i += 3, o -= 3) {
        out[o] = in[i];
        out[o + 1] = in[i + 1];
        out[o + 2] = in[i + 2];
      }
    }
    return new Picture(picture.width(), picture.height(), out);
  }
}
