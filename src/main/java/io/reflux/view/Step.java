package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Picture;
import java.util.List;
import java.util.Optional;

/** One alteration of a picture. Pure, and safe for many threads. */
public interface Step {
  /** The side of a picture whose shape depends on the original's. */
  int ANY_SIDE = 0;

  /** The altered picture; the given one is left as it is. */
  Picture apply(Picture picture, Draws draws);

  /**
   * The part of a picture that this step looks at.
   *
   * @param draws those that {@link #apply} will be given
   */
  default Box needed(int width, int height, Draws draws) {
    return new Box(0, 0, width, height);
  }

  /**
   * As {@link #apply}, of a picture of which the {@linkplain #needed needed} part is there.
   *
   * @param mirrored whether left and right are exchanged afterwards
   */
  default Picture applyTo(Cutout cutout, Draws draws, boolean mirrored) {
    Picture altered = apply(cutout.picture(), draws);
    return mirrored ? Flip.mirrored(altered) : altered;
  }

  /** This step, if all it does is to mirror, sometimes; the step before can do so at once. */
  default Optional<Flip> flip() {
    return Optional.empty();
  }

  /**
   * The same with PIL: lines that make of {@code image} another {@code image}; none of a step that
   * draws, for which a model card is no place.
   */
  default List<String> inPython() {
    return List.of();
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
