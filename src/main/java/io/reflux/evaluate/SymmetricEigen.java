package io.reflux.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The eigenvalues of a symmetric matrix, descending.
 *
 * @param values the eigenvalues
 * @param vectors a unit vector for each
 */
record SymmetricEigen(double[] values, double[][] vectors) {

  /** Decomposes a symmetric (d, d) matrix. */
  static SymmetricEigen of(double[][] matrix) {
    int d = matrix.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
    if (!eigen.decompose(new DMatrixRMaj(matrix))) {
      throw new ArithmeticException(d + " x " + d + " matrix: no eigenvalues were found");
    }
    int[] order =
        IntStream.range(0, d)
            .boxed()
            .sorted(Comparator.comparing(i -> -eigen.getEigenvalue(i).real))
            .mapToInt(i -> i)
            .toArray();
    double[] values = new double[d];
    double[][] vectors = new double[d][];
    for (int i = 0; i < d; i++) {
      values[i] = eigen.getEigenvalue(order[i]).real;
      vectors[i] = eigen.getEigenVector(order[i]).getData().clone();
    }
    return new SymmetricEigen(values, vectors);
  }
}
