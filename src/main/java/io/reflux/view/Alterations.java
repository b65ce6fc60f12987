package io.reflux.view;

import io.reflux.intake.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What one of the policies chooses from, each with its magnitudes from mild to strong, in
 * torchvision's order: a given sequence of choices means the same there.
 */
final class Alterations {
  private static final float LARGEST_THRESHOLD = 255;

  private final int bins;
  private final List<Entry> entries = new ArrayList<>();

  /** An operation; without magnitudes if it has none. */
  private record Entry(Alteration alteration, float[] magnitudes) {}

  private Alterations(int bins) {
    this.bins = bins;
  }

  /** RandAugment's, for pictures of a size. */
  static Alterations rand(int bins, int width, int height) {
    return new Alterations(bins)
        .plain(Alteration.IDENTITY)
        .geometry(0.3f, 150.0 / 331.0 * width, 150.0 / 331.0 * height, 30)
        .colors(0.9f)
        .tones(8, 4);
  }

  /** TrivialAugment's wide ones. */
  static Alterations wide(int bins) {
    return new Alterations(bins)
        .plain(Alteration.IDENTITY)
        .geometry(0.99f, 32, 32, 135)
        .colors(0.99f)
        .tones(8, 6);
  }

  /** AugMix's, for pictures of a size. */
  static Alterations mix(int bins, int width, int height) {
    return new Alterations(bins)
        .geometry(0.3f, width / 3.0, height / 3.0, 30)
        .tones(4, 4)
        .colors(0.9f);
  }

  /**
   * A picture altered by one of them.
   *
   * @param below draws a whole number from 0 on, below the one it is given: which alteration, which
   *     magnitude, and in which direction
   * @param magnitudes from how many magnitudes one is drawn, the mildest first; or, below 0, which
   *     one is taken: {@code -1 - magnitudes}
   */
  Picture altered(Picture picture, int magnitudes, IntUnaryOperator below) {
    Entry entry = entries.get(below.applyAsInt(entries.size()));
    if (entry.magnitudes.length == 0) {
      return entry.alteration.of(picture, 0);
    }
    int which = magnitudes < 0 ? -1 - magnitudes : below.applyAsInt(magnitudes);
    double magnitude = entry.magnitudes[which];
    boolean turned = entry.alteration.signed() && below.applyAsInt(2) == 1;
    return entry.alteration.of(picture, turned ? -magnitude : magnitude);
  }

  private Alterations plain(Alteration alteration) {
    entries.add(new Entry(alteration, new float[0]));
    return this;
  }

  private Alterations to(Alteration alteration, double most) {
    return spaced(alteration, 0, (float) most);
  }

  private Alterations geometry(float slope, double right, double down, double degrees) {
    return to(Alteration.SHEAR_X, slope)
        .to(Alteration.SHEAR_Y, slope)
        .to(Alteration.TRANSLATE_X, right)
        .to(Alteration.TRANSLATE_Y, down)
        .to(Alteration.ROTATE, degrees);
  }

  private Alterations colors(float most) {
    return to(Alteration.BRIGHTNESS, most)
        .to(Alteration.COLOR, most)
        .to(Alteration.CONTRAST, most)
        .to(Alteration.SHARPNESS, most);
  }

  private Alterations tones(int bits, int fewer) {
    float[] kept = new float[bins];
    for (int i = 0; i < bins; i++) {
      kept[i] = bits - (int) Math.rint(i / ((bins - 1) / (float) fewer));
    }
    entries.add(new Entry(Alteration.POSTERIZE, kept));
    return spaced(Alteration.SOLARIZE, LARGEST_THRESHOLD, 0)
        .plain(Alteration.AUTO_CONTRAST)
        .plain(Alteration.EQUALIZE);
  }

  /** Evenly spaced as {@code torch.linspace} spaces them: from both ends to the middle. */
  private Alterations spaced(Alteration alteration, float first, float last) {
    float[] magnitudes = new float[bins];
    float step = (last - first) / (bins - 1);
    for (int i = 0; i < bins; i++) {
      magnitudes[i] = i < bins / 2 ? first + step * i : last - step * (bins - 1 - i);
    }
    entries.add(new Entry(alteration, magnitudes));
    return this;
  }
}
