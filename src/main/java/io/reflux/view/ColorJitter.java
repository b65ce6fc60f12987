package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Brightness, contrast, saturation and hue changed by random amounts, in random order:
 * torchvision's ColorJitter. A factor is uniform in {@code max(0, 1 - x) … 1 + x}; hue in {@code -x
 * … x}; an amount of 0 leaves its operation out.
 *
 * @param brightness the amount
 * @param contrast the amount
 * @param saturation the amount
 * @param hue the amount, at most 0.5
 * @param probability how often anything is done at all
 */
record ColorJitter(
    double brightness, double contrast, double saturation, double hue, double probability)
    implements Step {

  static ColorJitter read(Section section) {
    return new ColorJitter(
        section.number("brightness", Range.NOT_NEGATIVE),
        section.number("contrast", Range.NOT_NEGATIVE),
        section.number("saturation", Range.NOT_NEGATIVE),
        section.number("hue", Range.between(0, 0.5)),
        section.number("probability", Range.FRACTION));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    if (draws.nextDouble() >= probability) {
      return picture;
    }
    int[] order = {0, 1, 2, 3};
    draws.shuffle(order);
    // All amounts are drawn before any is used, so that leaving one out moves no other.
    float[] factors = {
      factor(brightness, draws), factor(contrast, draws), factor(saturation, draws)
    };
    double turn = draws.uniform(-hue, hue);
    Picture changed = picture;
    for (int operation : order) {
      changed =
          switch (operation) {
            case 0 -> brightness == 0 ? changed : Colors.brightness(changed, factors[0]);
            case 1 -> contrast == 0 ? changed : Colors.contrast(changed, factors[1]);
            case 2 -> saturation == 0 ? changed : Colors.saturation(changed, factors[2]);
            default -> hue == 0 ? changed : Hue.turned(changed, turn);
          };
    }
    return changed;
  }

  private static float factor(double amount, Draws draws) {
    return (float) draws.uniform(Math.max(0, 1 - amount), 1 + amount);
  }
}
