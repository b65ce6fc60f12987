package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * A random quarter turn: DiVA's rotations.
 *
 * @param quarters the counter-clockwise quarter turns to choose from, each equally likely
 */
record Rotate(List<Integer> quarters) implements Step {

  static Rotate read(Section section) {
    List<Integer> quarters = section.wholes("quarters", Range.between(0, 3));
    if (quarters.isEmpty()) {
      section.refuse("quarters", "at least one whole number 0 … 3");
      return new Rotate(List.of(0));
    }
    return new Rotate(quarters);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return Rotation.turned(picture, quarters.get(draws.nextInt(quarters.size())));
  }
}
