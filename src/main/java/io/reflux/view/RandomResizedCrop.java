package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A random part of the picture, resized to a square: torchvision's RandomResizedCrop.
 *
 * @param side the side of the result, in pixels
 * @param scale the least and greatest share of the picture's area
 * @param ratio the least and greatest width / height of the part
 * @param filter the interpolation
 */
public record RandomResizedCrop(int side, List<Double> scale, List<Double> ratio, Filter filter)
    implements Step {
  private static final int ATTEMPTS = 10;

  static RandomResizedCrop read(Section section) {
    return new RandomResizedCrop(
        section.whole("side", Range.atLeast(1)),
        Pair.read(section, "scale", Range.between(0, 1)),
        Pair.read(section, "ratio", Range.POSITIVE),
        section.oneOf("filter", Filter.byName()));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return applyTo(Cutout.whole(picture), draws, false);
  }

  @Override
  public Box needed(int width, int height, Draws draws) {
    return box(width, height, draws::nextDouble);
  }

  @Override
  public Picture applyTo(Cutout cutout, Draws draws, boolean mirrored) {
    Box box = cutout.here(needed(cutout.width(), cutout.height(), draws));
    Resampler.Target target = new Resampler.Target(side, side, filter, mirrored);
    return Resampler.resize(cutout.picture(), box, target);
  }

  @Override
  public int sideAfter(int before) {
    return side;
  }

  /**
   * The part to cut out of a picture of the given size: up to ten tries of a random area and a
   * random shape, then the largest centred part of an allowed shape.
   *
   * @param uniform draws from 0 (included) to 1: two for a try, two more for one that fits
   */
  public Box box(int width, int height, DoubleSupplier uniform) {
    double logLow = Math.log(ratio.get(0));
    double logHigh = Math.log(ratio.get(1));
    for (int i = 0; i < ATTEMPTS; i++) {
      double share = scale.get(0) + (scale.get(1) - scale.get(0)) * uniform.getAsDouble();
      double area = (double) width * height * share;
      double shape = Math.exp(logLow + (logHigh - logLow) * uniform.getAsDouble());
      int w = (int) Math.rint(Math.sqrt(area * shape));
      int h = (int) Math.rint(Math.sqrt(area / shape));
      if (0 < w && w <= width && 0 < h && h <= height) {
        int top = (int) (uniform.getAsDouble() * (height - h + 1));
        int left = (int) (uniform.getAsDouble() * (width - w + 1));
        return new Box(left, top, w, h);
      }
    }
    return largest(width, height);
  }

  private Box largest(int width, int height) {
    double shape = (double) width / height;
    int w = width;
    int h = height;
    if (shape < ratio.get(0)) {
      h = (int) Math.rint(w / ratio.get(0));
    } else if (shape > ratio.get(1)) {
      w = (int) Math.rint(h * ratio.get(1));
    }
    return new Box((width - w) / 2, (height - h) / 2, w, h);
  }
}
