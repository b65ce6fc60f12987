package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * How pixels are scaled before the first layer: {@code (pixel / 255 - mean) / deviation}.
 *
 * @param mean of each of the three channels, of pixels in 0 … 1
 * @param deviation of each of the three channels, greater than 0
 * @param reversed true if the network wants blue, green, red; mean and deviation are in that order
 */
public record Normalization(List<Double> mean, List<Double> deviation, boolean reversed) {
  /** Pixels in 0 … 1. */
  public static final Normalization NONE =
      new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), false);

  /** The order of the channels. */
  private enum Channels {
    RGB,
    BGR
  }

  /** Reads a {@code normalization} section. */
  static Normalization read(Section section) {
    List<Double> mean = section.numbers("mean", Range.ANY);
    List<Double> deviation = section.numbers("deviation", Range.POSITIVE);
    boolean reversed = section.oneOf("channels", Channels.class) == Channels.BGR;
    section.finish();
    if (mean.size() != 3) {
      section.refuse("mean", "three numbers, one a channel");
      mean = NONE.mean();
    }
    if (deviation.size() != 3) {
      section.refuse("deviation", "three numbers, one a channel");
      deviation = NONE.deviation();
    }
    return new Normalization(mean, deviation, reversed);
  }

  /** Checks that there are three of each. */
  public Normalization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != 3 || deviation.size() != 3 || deviation.stream().anyMatch(d -> d <= 0)) {
      throw new IllegalArgumentException(
          "normalisation: mean "
              + mean
              + ", deviation "
              + deviation
              + " (expected: three numbers each, deviations > 0)");
    }
  }

  /** What is subtracted from the pixels 0 … 255. */
  float[] offset() {
    float[] offset = new float[3];
    for (int i = 0; i < 3; i++) {
      offset[i] = (float) (255 * mean.get(i));
    }
    return offset;
  }

  /** What the difference is multiplied with. */
  float[] scale() {
    float[] scale = new float[3];
    for (int i = 0; i < 3; i++) {
      scale[i] = (float) (1 / (255 * deviation.get(i)));
    }
    return scale;
  }
}
