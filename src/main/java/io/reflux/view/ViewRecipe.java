package io.reflux.view;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import java.util.List;

/**
 * How a view is made. Its text form names every step with all its settings, so that equal texts
 * mean equal views.
 *
 * @param steps what is done, in order
 * @param side the side of the square that comes out, in pixels
 */
public record ViewRecipe(List<Step> steps, int side) {

  /** Keeps the steps. */
  public ViewRecipe {
    steps = List.copyOf(steps);
  }

  /**
   * One view of a picture.
   *
   * @param chance the key of this view of this example: the same key, the same view
   * @return a picture of {@link #side} × {@link #side}
   */
  public Picture view(Picture picture, Chance chance) {
    Picture view = picture;
    for (int i = 0; i < steps.size(); i++) {
      Draws draws = chance.at(i).draws();
      if (i + 1 < steps.size() && steps.get(i + 1) instanceof Flip flip) {
        // Each step has a key of its own, so a step can be told at once whether it is mirrored.
        boolean mirrored = flip.happens(chance.at(i + 1).draws());
        view = mirrored ? steps.get(i).applyMirrored(view, draws) : steps.get(i).apply(view, draws);
        i++;
      } else {
        view = steps.get(i).apply(view, draws);
      }
    }
    if (view.width() != side || view.height() != side) {
      throw new IllegalStateException(
          "view of "
              + view.width()
              + "×"
              + view.height()
              + " (expected: "
              + side
              + "×"
              + side
              + ")");
    }
    return view;
  }
}
