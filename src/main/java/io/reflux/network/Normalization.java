package io.reflux.network;

import java.util.List;

/**
 * How pixels are scaled before the first layer: {@code (pixel / 255 - mean) / deviation}.
 *
 * @param mean of each of the three channels, of pixels in 0 … 1
 * @param deviation of each of the three channels, greater than 0
 */
public record Normalization(List<Double> mean, List<Double> deviation) {

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
