package io.reflux.view;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Picture;
import java.util.List;
import java.util.Optional;

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
    return view(Cutout.whole(picture), chance);
  }

  /** All steps with PIL, a line each, from an {@code image} in RGB on. */
  public List<String> inPython() {
    return steps.stream().flatMap(step -> step.inPython().stream()).toList();
  }

  /** The part of a picture that the view with this key looks at. */
  public Box needed(int width, int height, Chance chance) {
    return steps.isEmpty()
        ? new Box(0, 0, width, height)
        : steps.get(0).needed(width, height, chance.at(0).draws());
  }

  /**
   * One view of a picture of which the {@linkplain #needed needed} part is there.
   *
   * @param chance the key of this view of this example
   * @return a picture of {@link #side} × {@link #side}
   */
  public Picture view(Cutout cutout, Chance chance) {
    Picture view = cutout.picture();
    for (int i = 0; i < steps.size(); i++) {
      Cutout before = i == 0 ? cutout : Cutout.whole(view);
      Draws draws = chance.at(i).draws();
      boolean mirrored = false;
      int step = i;
      Optional<Flip> flip = i + 1 < steps.size() ? steps.get(i + 1).flip() : Optional.empty();
      if (flip.isPresent()) {
        // Each step has a key of its own, so a step can be told at once whether it is mirrored.
        mirrored = flip.get().happens(chance.at(++i).draws());
      }
      view = steps.get(step).applyTo(before, draws, mirrored);
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
