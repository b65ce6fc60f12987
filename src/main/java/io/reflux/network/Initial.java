package io.reflux.network;

import io.reflux.chance.Draws;
import java.util.Arrays;

/** Where the values of a tensor start, before anything is learnt or loaded. */
public enum Initial {
  /** All 0. */
  ZEROS {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      Arrays.fill(values, 0);
    }
  },
  /** All 1. */
  ONES {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      Arrays.fill(values, 1);
    }
  },
  /**
   * Normal with variance 2 / (outputs · kernel area), as torchvision's ResNets start (He et al.,
   * Delving deep into rectifiers, 2015; fan-out mode).
   */
  KAIMING_FAN_OUT {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      long area = key.shape().length == 4 ? key.shape()[2] * key.shape()[3] : 1;
      normal(values, draws, Math.sqrt(2.0 / (double) (key.shape()[0] * area)));
    }
  },
  /** Uniform within ± 1 / sqrt(fan-in), as PyTorch's layers start on their own. */
  UNIFORM_FAN_IN {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      uniform(values, draws, 1 / Math.sqrt((double) key.fanIn()));
    }
  },
  /** Normal with a deviation of 0.01, as MobileNetV2's classifier starts. */
  NORMAL_HUNDREDTH {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      normal(values, draws, 0.01);
    }
  },
  /**
   * Normal with a deviation of 0.01, drawn again beyond two deviations, as torchvision's GoogLeNet
   * starts.
   */
  TRUNCATED_HUNDREDTH {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      for (int i = 0; i < values.length; i++) {
        double draw = draws.nextGaussian();
        while (Math.abs(draw) > 2) {
          draw = draws.nextGaussian();
        }
        values[i] = (float) (0.01 * draw);
      }
    }
  },
  /** Orthonormal rows (columns, if there are fewer), as LabelRelaxation's embeddings start. */
  ORTHOGONAL {
    @Override
    void fill(float[] values, Key key, Draws draws) {
      Orthogonal.fill(values, (int) key.shape()[0], (int) key.fanIn(), draws);
    }
  };

  abstract void fill(float[] values, Key key, Draws draws);

  private static void normal(float[] values, Draws draws, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * draws.nextGaussian());
    }
  }

  private static void uniform(float[] values, Draws draws, double bound) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.uniform(-bound, bound);
    }
  }
}
