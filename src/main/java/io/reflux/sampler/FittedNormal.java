package io.reflux.sampler;

import io.reflux.chance.Draws;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * The normal distribution with the mean and covariance of some rows. Where rows are fewer than
 * dimensions, their covariance has no inverse: a millionth of the mean variance is added to each.
 */
final class FittedNormal {
  private static final double RIDGE = 1e-6;

  private final double[] mean;
  private final double[][] root; // lower triangular: root · rootᵀ is the covariance

  private FittedNormal(double[] mean, double[][] root) {
    this.mean = mean;
    this.root = root;
  }

  /** Fits to rows, of which there are at least two. */
  static FittedNormal to(double[][] rows) {
    int[] all = new int[rows.length];
    Arrays.setAll(all, i -> i);
    double[] mean = EmbeddingRows.mean(rows, all);
    DMatrixRMaj covariance = covariance(EmbeddingRows.centred(rows));
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(mean.length, true);
    if (!cholesky.decompose(covariance)) {
      throw new ArithmeticException("stored embeddings: not finite, or all of one value");
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double[][] root = new double[mean.length][];
    for (int i = 0; i < mean.length; i++) {
      root[i] = Arrays.copyOfRange(lower.data, i * mean.length, i * mean.length + i + 1);
    }
    return new FittedNormal(mean, root);
  }

  private static DMatrixRMaj covariance(double[][] centred) {
    int width = centred[0].length;
    DMatrixRMaj covariance = new DMatrixRMaj(width, width);
    for (double[] row : centred) {
      for (int i = 0; i < width; i++) {
        double scaled = row[i] / (centred.length - 1);
        int at = i * width;
        for (int j = 0; j < width; j++) {
          covariance.data[at + j] += scaled * row[j];
        }
      }
    }
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += covariance.get(i, i);
    }
    double ridge = trace == 0 ? 1 : RIDGE * trace / width;
    for (int i = 0; i < width; i++) {
      covariance.add(i, i, ridge);
    }
    return covariance;
  }

  /** The logarithm of the density, less a constant. */
  double logDensity(double[] point) {
    double[] solved = new double[mean.length];
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double rest = point[i] - mean[i];
      for (int j = 0; j < i; j++) {
        rest -= root[i][j] * solved[j];
      }
      solved[i] = rest / root[i][i];
      sum += solved[i] * solved[i];
    }
    return -sum / 2;
  }

  /** A draw from the distribution. */
  double[] draw(Draws draws) {
    double[] standard = new double[mean.length];
    Arrays.setAll(standard, i -> draws.nextGaussian());
    double[] point = mean.clone();
    for (int i = 0; i < point.length; i++) {
      for (int j = 0; j <= i; j++) {
        point[i] += root[i][j] * standard[j];
      }
    }
    return point;
  }
}
