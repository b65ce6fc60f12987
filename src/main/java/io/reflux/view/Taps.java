package io.reflux.view;

/**
 * Which inputs make an output along one axis, and with which weights, after PIL's antialiased
 * resampling: output x has the centre (x + 0.5) · scale; the filter is stretched by the scale where
 * that shrinks; weights are normalised and rounded to 22 fractional bits.
 *
 * @param size how many outputs
 * @param stride how many weights are reserved for an output
 * @param first the first input of each output
 * @param count how many inputs each output has
 * @param weights the weights, {@code stride} for each output
 */
record Taps(int size, int stride, int[] first, int[] count, int[] weights) {
  static final int FRACTION_BITS = 22;

  /** No outputs. */
  static final Taps NONE = new Taps(0, 1, new int[0], new int[0], new int[0]);

  static Taps of(int in, int out, Filter filter) {
    double scale = (double) in / out;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    int stride = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[out];
    int[] count = new int[out];
    int[] weights = new int[out * stride];
    double[] exact = new double[stride];
    for (int x = 0; x < out; x++) {
      double centre = (x + 0.5) * scale;
      int from = Math.max(0, (int) (centre - support + 0.5));
      int to = Math.min(in, (int) (centre + support + 0.5));
      double sum = 0;
      for (int j = from; j < to; j++) {
        exact[j - from] = filter.weight((j - centre + 0.5) / stretch);
        sum += exact[j - from];
      }
      first[x] = from;
      count[x] = to - from;
      for (int j = 0; j < to - from; j++) {
        double weight = sum == 0 ? exact[j] : exact[j] / sum;
        double scaled = weight * (1 << FRACTION_BITS);
        weights[x * stride + j] = (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
      }
    }
    return new Taps(out, stride, first, count, weights);
  }
}
