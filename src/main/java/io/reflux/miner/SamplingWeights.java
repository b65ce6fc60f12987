package io.reflux.miner;

import io.reflux.chance.Draws;

/** Relative weights of rows to be picked. */
final class SamplingWeights {
  private SamplingWeights() {}

  /** The sum of all weights. */
  static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Picks a row with a probability proportional to its weight. */
  static int draw(double[] weights, Draws draws) {
    double rest = draws.nextDouble() * sum(weights);
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        rest -= weights[i];
        if (rest < 0) {
          return i;
        }
      }
    }
    if (last < 0) {
      throw new IllegalArgumentException("weights: all 0 (expected: one > 0)");
    }
    return last;
  }

  /** Keeps the rows that pass, at their weight; all of them where none passes. */
  static void keepOrAll(double[] weights, java.util.function.IntPredicate passes) {
    boolean any = false;
    for (int i = 0; i < weights.length && !any; i++) {
      any = weights[i] > 0 && passes.test(i);
    }
    for (int i = 0; i < weights.length && any; i++) {
      if (weights[i] > 0 && !passes.test(i)) {
        weights[i] = 0;
      }
    }
  }

  /** Gives all the weight to one row. */
  static void only(int row, double[] weights) {
    java.util.Arrays.fill(weights, 0);
    weights[row] = 1;
  }
}
