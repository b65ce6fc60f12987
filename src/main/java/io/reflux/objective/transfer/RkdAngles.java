package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.objective.Algebra;
import io.reflux.objective.RowVectors;

/**
 * {@link RkdAngleLoss} and its gradient, some anchors i at a time, so that what belongs to them
 * stays in a processor's cache; and without the graph, which would keep every array of n³ elements.
 *
 * <p>With {@code l_ij = |x_j - x_i|}, {@code w_ijk} the derivative of smoothL1 at a difference of
 * angles, {@code q_ijk = w_ijk / (l_ij l_ik)}, {@code r_ij = Σ_k q_ijk} and {@code c_ij = Σ_k w_ijk
 * angle_ijk / l_ij²}, the gradient with respect to {@code x_j - x_i} is {@code 2/n³ [Σ_k q_ijk (x_k
 * - x_i) - c_ij (x_j - x_i)]}. Since q is the same for j and k, the sum over all of them is {@code
 * 2/n³ Σ_k b_jk (x_k - x_j)} with {@code b_jk = Σ_i q_ijk - r_jk - r_kj + c_jk + c_kj}: a matrix of
 * n² elements.
 */
final class RkdAngles {
  /** About half of what a core of today's servers caches for itself. */
  private static final long BLOCK_BYTES = 1 << 20;

  private final NDArray student;
  private final NDArray teacher;
  private final long rows;

  private RkdAngles(NDArray student, NDArray teacher) {
    this.student = student;
    this.teacher = teacher;
    this.rows = student.getShape().get(0);
  }

  /**
   * What was found.
   *
   * @param value the loss, a scalar
   * @param gradient with respect to the student's rows, (n, d)
   */
  record Found(NDArray value, NDArray gradient) {}

  /**
   * The angles of some anchors.
   *
   * @param cosines (b, n, n)
   * @param inverse one by the distances of all rows, 0 for identical ones, (b, n)
   */
  private record Angles(NDArray cosines, NDArray inverse) {}

  /** What some anchors add: to the value, a scalar; to Σ_i q_ijk, (n, n); and r - c, (b, n). */
  private record Part(NDArray value, NDArray weights, NDArray rest) {}

  /** Computes both; for a thread that records no gradients. */
  static Found of(NDArray x, NDArray teacher) {
    NDManager owner = x.getManager();
    try (NDManager own = owner.newSubManager()) {
      NDArray student = x.stopGradient();
      NDArray target = teacher.stopGradient();
      student.attach(own);
      target.attach(own);
      Found found = new RkdAngles(student, target).found();
      found.value().attach(owner);
      found.gradient().attach(owner);
      return found;
    }
  }

  private Found found() {
    NDManager own = student.getManager();
    NDArray value = own.zeros(new Shape(), student.getDataType());
    NDArray weights = own.zeros(new Shape(rows, rows), student.getDataType());
    NDList rests = new NDList();
    long step = step();
    for (long from = 0; from < rows; from += step) {
      NDIndex anchors = new NDIndex("{}:{}", from, Math.min(rows, from + step));
      try (NDManager block = own.newSubManager()) {
        Part part = part(angles(student, anchors, block), angles(teacher, anchors, block));
        value.addi(part.value());
        weights.addi(part.weights());
        part.rest().attach(own);
        rests.add(part.rest());
      }
    }
    double each = 1.0 / rows / rows / rows;
    NDArray rest = NDArrays.concat(rests, 0); // (n, n)
    NDArray pulls = weights.sub(rest).sub(rest.transpose()); // b
    return new Found(Algebra.times(value, each), Algebra.times(pulled(pulls), 2 * each));
  }

  private long step() {
    long most = Math.max(rows, Math.max(student.getShape().get(1), teacher.getShape().get(1)));
    long bytes = rows * most * student.getDataType().getNumOfBytes();
    return Math.max(1, Math.min(rows, BLOCK_BYTES / bytes));
  }

  /**
   * The differences are taken before they are multiplied: from inner products of the rows
   * themselves, what is left of a small difference would be rounding error. The products are
   * divided by the lengths, not the differences, since there are fewer of them.
   */
  private static Angles angles(NDArray x, NDIndex anchors, NDManager block) {
    NDArray some = x.get(anchors); // (b, d)
    some.attach(block);
    NDArray differences = some.expandDims(1).sub(x.expandDims(0)); // (b, n, d): x_i - x_j
    NDArray products = differences.batchMatMul(differences.transpose(0, 2, 1)); // (b, n, n)
    long n = x.getShape().get(0);
    NDArray flat = products.reshape(products.getShape().get(0), n * n);
    NDArray squares = flat.get(new NDIndex(":, ::{}", n + 1)); // (b, n): |x_j - x_i|²
    NDArray inverse = RowVectors.inverseOfRoots(squares);
    products.muli(inverse.expandDims(2)).muli(inverse.expandDims(1));
    return new Angles(products, inverse);
  }

  private static Part part(Angles ours, Angles theirs) {
    NDArray inverse = ours.inverse();
    NDArray difference = ours.cosines().sub(theirs.cosines());
    NDArray slope = difference.clip(-1, 1); // (b, n, n): w
    NDArray terms = difference.subi(Algebra.times(slope, 0.5)).muli(slope); // smoothL1
    NDArray along = ours.cosines().muli(slope).sum(new int[] {2}); // (b, n)
    NDArray weights = slope.muli(inverse.expandDims(2)).muli(inverse.expandDims(1)); // q
    NDArray rest = weights.sum(new int[] {2}).sub(along.mul(inverse).mul(inverse)); // r - c
    // Rows first: the same sums on any number of threads.
    return new Part(terms.sum(new int[] {2}).sum(), weights.sum(new int[] {0}), rest);
  }

  /**
   * {@code Σ_k b_jk (x_k - x_j)}, (n, d). In float64, and of rows seen from their mean: products of
   * the rows are larger than what is left of them, and few.
   */
  private NDArray pulled(NDArray pulls) {
    NDArray wide = pulls.toType(DataType.FLOAT64, false);
    NDArray x = student.toType(DataType.FLOAT64, false);
    NDArray centred = x.sub(x.mean(new int[] {0}, true));
    NDArray sums = wide.sum(new int[] {1}, true); // (n, 1)
    NDArray all = wide.matMul(centred).sub(sums.mul(centred));
    return all.toType(student.getDataType(), false);
  }
}
