package io.reflux.network;

import io.reflux.chance.Draws;
import java.util.Arrays;

/** Where the values of a tensor start, before anything is learnt or loaded. */
@FunctionalInterface
interface Initial {
  /** All 0. */
  Initial ZEROS = (values, key, draws) -> Arrays.fill(values, 0);

  /** All 1. */
  Initial ONES = (values, key, draws) -> Arrays.fill(values, 1);

  /** 1 in the first and the last third, 0 between: of queries, keys and values, not the keys. */
  Initial OUTER_THIRDS =
      (values, key, draws) -> {
        Arrays.fill(values, 1);
        Arrays.fill(values, values.length / 3, 2 * values.length / 3, 0);
      };

  /**
   * Normal with variance 2 / (outputs · kernel area), as torchvision's ResNets start (He et al.,
   * Delving deep into rectifiers, 2015; fan-out mode).
   */
  Initial KAIMING_FAN_OUT =
      (values, key, draws) -> {
        long area = key.isFilters() ? key.shape()[2] * key.shape()[3] : 1;
        double deviation = Math.sqrt(2.0 / (double) (key.shape()[0] * area));
        normal(deviation).fill(values, key, draws);
      };

  /** Uniform within ± 1 / sqrt(fan-in), as PyTorch's layers start on their own. */
  Initial UNIFORM_FAN_IN =
      (values, key, draws) -> {
        double bound = 1 / Math.sqrt((double) key.fanIn());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) draws.uniform(-bound, bound);
        }
      };

  /** Orthonormal rows (columns, if there are fewer), as LabelRelaxation's embeddings start. */
  Initial ORTHOGONAL =
      (values, key, draws) ->
          Orthogonal.fill(values, (int) key.shape()[0], (int) key.fanIn(), draws);

  /** Fills the values of a tensor, row-major. */
  void fill(float[] values, Key key, Draws draws);

  /** All the same. */
  static Initial constant(double value) {
    return (values, key, draws) -> Arrays.fill(values, (float) value);
  }

  /** Normal around 0. */
  static Initial normal(double deviation) {
    return (values, key, draws) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * draws.nextGaussian());
      }
    };
  }

  /** Normal around 0, drawn again beyond two deviations. */
  static Initial truncated(double deviation) {
    return (values, key, draws) -> {
      for (int i = 0; i < values.length; i++) {
        double draw = draws.nextGaussian();
        while (Math.abs(draw) > 2) {
          draw = draws.nextGaussian();
        }
        values[i] = (float) (deviation * draw);
      }
    };
  }
}
