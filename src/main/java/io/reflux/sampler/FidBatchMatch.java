package io.reflux.sampler;

import io.reflux.setting.Section;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Batches whose embeddings are like those of a bigger one by the Fréchet distance of the normal
 * distributions fitted to both (S2SD's {@code fid_batchmatch_sampler}, DiVA's {@code
 * spc_fid_batchmatch_sampler}): {@code |m - m'|² + tr(C) + tr(C') - 2 tr((C C')^½)}.
 *
 * <p>All of it follows from the inner products of the big batch's centred rows: with {@code K}
 * those of the batch with all, centred once more within the batch, the last trace is the sum of
 * {@code K}'s singular values over {@code √((n - 1)(n' - 1))}. No matrix has the embedding size as
 * its side.
 */
final class FidBatchMatch {
  private FidBatchMatch() {}

  static SamplerRecipe read(Section section) {
    return StoredRecipe.matching(section, FidBatchMatch::to);
  }

  static ToDoubleFunction<int[]> to(double[][] big) {
    double[][] rows = EmbeddingRows.centred(big);
    int n = rows.length;
    double[][] inner = new double[n][n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        inner[i][j] = EmbeddingRows.dot(rows[i], rows[j]);
        inner[j][i] = inner[i][j];
      }
      trace += inner[i][i] / (n - 1);
    }
    double bigTrace = trace;
    return batch -> distance(inner, bigTrace, batch);
  }

  private static double distance(double[][] inner, double bigTrace, int[] batch) {
    int n = batch.length;
    double[] mean = EmbeddingRows.mean(inner, batch);
    double[][] own = new double[n][]; // (n, big): K
    double meanSquared = 0;
    double trace = 0;
    for (int i = 0; i < n; i++) {
      own[i] = minus(inner[batch[i]], mean);
      meanSquared += mean[batch[i]] / n;
      trace += inner[batch[i]][batch[i]];
    }
    trace = (trace - n * meanSquared) / (n - 1);
    double shared = singularValues(own) / Math.sqrt((n - 1.0) * (inner.length - 1.0));
    return meanSquared + bigTrace + trace - 2 * shared;
  }

  private static double[] minus(double[] row, double[] mean) {
    double[] difference = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      difference[j] = row[j] - mean[j];
    }
    return difference;
  }

  /** The sum of a matrix's singular values. */
  private static double singularValues(double[][] matrix) {
    int n = matrix.length;
    DMatrixRMaj square = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = EmbeddingRows.dot(matrix[i], matrix[j]);
        square.set(i, j, value);
        square.set(j, i, value);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, true);
    if (!eigen.decompose(square)) {
      throw new ArithmeticException("stored embeddings: no eigenvalues were found");
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.sqrt(Math.max(0, eigen.getEigenvalue(i).real));
    }
    return sum;
  }
}
