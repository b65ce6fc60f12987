package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A random part painted over: torchvision's RandomErasing (Zhong et al., arXiv:1708.04896), before
 * the colours are normalised; so the colour is one of 0 … 255, by default the mean of ImageNet's.
 *
 * @param probability how often
 * @param scale the least and greatest share of the picture's area
 * @param ratio the least and greatest height / width of the part
 * @param color red, green and blue
 */
public record RandomErase(
    double probability, List<Double> scale, List<Double> ratio, List<Integer> color)
    implements Step {
  private static final int ATTEMPTS = 10;

  static RandomErase read(Section section) {
    List<Integer> color = section.wholes("color", Range.between(0, 255));
    if (color.size() != 3) {
      section.refuse("color", "three whole numbers 0 … 255");
      color = List.of(0, 0, 0);
    }
    return new RandomErase(
        section.number("probability", Range.FRACTION),
        Pair.read(section, "scale", Range.between(0, 1)),
        Pair.read(section, "ratio", Range.POSITIVE),
        color);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return draws.nextDouble() < probability
        ? box(picture.width(), picture.height(), draws::nextDouble)
            .map(box -> painted(picture, box))
            .orElse(picture)
        : picture;
  }

  /**
   * The part to paint over: up to ten tries of a random area and a random shape; empty if none is
   * smaller than the picture both ways.
   *
   * @param uniform draws from 0 (included) to 1: two for a try, two more for one that fits
   */
  public Optional<Box> box(int width, int height, DoubleSupplier uniform) {
    double logLow = StrictMath.log(ratio.get(0));
    double logHigh = StrictMath.log(ratio.get(1));
    for (int i = 0; i < ATTEMPTS; i++) {
      double share = scale.get(0) + (scale.get(1) - scale.get(0)) * uniform.getAsDouble();
      double area = (double) width * height * share;
      double shape = StrictMath.exp(logLow + (logHigh - logLow) * uniform.getAsDouble());
      int h = (int) Math.rint(Math.sqrt(area * shape));
      int w = (int) Math.rint(Math.sqrt(area / shape));
      if (h < height && w < width) {
        int top = (int) (uniform.getAsDouble() * (height - h + 1));
        int left = (int) (uniform.getAsDouble() * (width - w + 1));
        return Optional.of(new Box(left, top, w, h));
      }
    }
    return Optional.empty();
  }

  private Picture painted(Picture picture, Box box) {
    byte[] out = picture.rgb().clone();
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      for (int x = box.left(); x < box.left() + box.width(); x++) {
        int at = picture.at(x, y);
        for (int channel = 0; channel < 3; channel++) {
          out[at + channel] = color.get(channel).byteValue();
        }
      }
    }
    return new Picture(picture.width(), picture.height(), out);
  }
}
