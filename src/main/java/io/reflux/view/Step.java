package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;

/** One alteration of a picture. Pure, and safe for many threads. */
public interface Step {
  /** The side of a picture whose shape depends on the original's. */
  int ANY_SIDE = 0;

  /** The altered picture; the given one is left as it is. */
  Picture apply(Picture picture, Draws draws);

  /** The altered picture with left and right exchanged. */
  default Picture applyMirrored(Picture picture, Draws draws) {
    return Flip.mirrored(apply(picture, draws));
  }

  /**
   * The side of the squares that this step makes.
   *
   * @param before the side of the squares it is given, or {@link #ANY_SIDE}
   * @return the side in pixels, or {@link #ANY_SIDE}
   */
  default int sideAfter(int before) {
    return before;
  }
}
