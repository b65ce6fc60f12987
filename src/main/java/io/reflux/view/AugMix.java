package io.reflux.view;

import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.function.IntUnaryOperator;

/**
 * The picture mixed with several chains of alterations: AugMix (Hendrycks et al., arXiv:1912.02781)
 * with torchvision's operations and magnitudes. As in the paper's code, pixels are PIL's
 * (torchvision's own has tensor arithmetic inside); the sum is cut to whole numbers.
 *
 * @param severity from how many of ten strengths one is drawn, the mildest first
 * @param width how many chains
 * @param depth how long each is; 0 for one to three, by chance
 * @param alpha of the Dirichlet distributions of the weights
 */
public record AugMix(int severity, int width, int depth, double alpha) implements Step {
  private static final int STRENGTHS = 10;
  private static final int LONGEST = 3;

  static AugMix read(Section section) {
    return new AugMix(
        section.whole("severity", Range.between(1, STRENGTHS)),
        section.whole("width", Range.between(1, 16)),
        section.whole("depth", Range.between(0, 16)),
        section.number("alpha", Range.POSITIVE));
  }

  /**
   * How much of what is mixed.
   *
   * @param original of the picture itself
   * @param chains of each chain
   */
  public record Weights(float original, float[] chains) {}

  @Override
  public Picture apply(Picture picture, Draws draws) {
    double[] parts = dirichlet(2, draws);
    double[] chains = dirichlet(width, draws);
    float[] weights = new float[width];
    for (int i = 0; i < width; i++) {
      weights[i] = (float) chains[i] * (float) parts[1];
    }
    return mixed(picture, new Weights((float) parts[0], weights), draws::nextInt);
  }

  /**
   * As {@link #apply}, by given draws.
   *
   * @param below draws a whole number from 0 on, below the one it is given
   */
  public Picture mixed(Picture picture, Weights weights, IntUnaryOperator below) {
    Alterations all = Alterations.mix(STRENGTHS, picture.width(), picture.height());
    byte[] in = picture.rgb();
    float[] sum = new float[in.length];
    add(weights.original, in, sum);
    for (float weight : weights.chains) {
      int length = depth == 0 ? 1 + below.applyAsInt(LONGEST) : depth;
      Picture altered = picture;
      for (int i = 0; i < length; i++) {
        altered = all.altered(altered, severity, below);
      }
      add(weight, altered.rgb(), sum);
    }
    byte[] out = new byte[in.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.min(255, (int) sum[i]);
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  private static void add(float weight, byte[] values, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * (values[i] & 0xFF);
    }
  }

  private double[] dirichlet(int parts, Draws draws) {
    double[] shares = new double[parts];
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      shares[i] = Math.max(gamma(draws), Double.MIN_NORMAL);
      sum += shares[i];
    }
    for (int i = 0; i < parts; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** A draw of the gamma distribution of shape alpha (Marsaglia and Tsang, 2000). */
  private double gamma(Draws draws) {
    double boost = alpha < 1 ? StrictMath.pow(1 - draws.nextDouble(), 1 / alpha) : 1;
    double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
    while (true) {
      double x = draws.nextGaussian();
      double v = 1 + x / Math.sqrt(9 * d);
      v = v * v * v;
      double u = 1 - draws.nextDouble();
      if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
        return d * v * boost;
      }
    }
  }
}
