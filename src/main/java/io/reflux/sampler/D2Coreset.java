package io.reflux.sampler;

import io.reflux.chance.Draws;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Batches around a D² coreset (S2SD's and DiVA's {@code d2_coreset_sampler}): a normal distribution
 * is fitted to the big batch; the first example is the nearest to a draw from it, each further one
 * is drawn with a probability proportional to its density there times {@code s^lambda}, where
 * {@code s} is the sum of its squared distances to all picked so far.
 *
 * @param lambda how much distance counts against density; 0: not at all
 */
record D2Coreset(double lambda) implements CoresetChoice.Coreset {

  static SamplerRecipe read(Section section) {
    return StoredRecipe.around(
        section, new D2Coreset(section.number("lambda", Range.NOT_NEGATIVE)));
  }

  @Override
  public int[] pick(double[][] rows, int count, Draws draws) {
    FittedNormal normal = FittedNormal.to(rows);
    double[] density = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      density[i] = normal.logDensity(rows[i]);
    }
    int[] picked = new int[count];
    boolean[] taken = new boolean[rows.length];
    double[] sums = new double[rows.length];
    for (int k = 0; k < count; k++) {
      picked[k] =
          k == 0 ? nearest(rows, normal.draw(draws)) : weighted(density, sums, taken, draws);
      taken[picked[k]] = true;
      for (int i = 0; i < rows.length; i++) {
        sums[i] += EmbeddingRows.squaredDistance(rows[i], rows[picked[k]]);
      }
    }
    return picked;
  }

  private static int nearest(double[][] rows, double[] point) {
    int best = 0;
    for (int i = 1; i < rows.length; i++) {
      if (EmbeddingRows.squaredDistance(rows[i], point)
          < EmbeddingRows.squaredDistance(rows[best], point)) {
        best = i;
      }
    }
    return best;
  }

  /** Weights are compared as logarithms: densities in many dimensions underflow. */
  private int weighted(double[] density, double[] sums, boolean[] taken, Draws draws) {
    double[] logs = new double[sums.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      double log = lambda == 0 ? density[i] : density[i] + lambda * Math.log(sums[i]);
      logs[i] = taken[i] ? Double.NEGATIVE_INFINITY : log;
      most = Math.max(most, logs[i]);
    }
    double[] upTo = new double[logs.length];
    double total = 0;
    for (int i = 0; i < logs.length; i++) {
      // Where all that is left lies on the picked ones, each is as good as any other.
      double same = taken[i] ? 0 : 1;
      total += Double.isInfinite(most) ? same : Math.exp(logs[i] - most);
      upTo[i] = total;
    }
    double draw = draws.nextDouble() * total;
    int at = 0;
    while (taken[at] || (upTo[at] <= draw && at < upTo.length - 1)) {
      at++;
    }
    return at;
  }
}
