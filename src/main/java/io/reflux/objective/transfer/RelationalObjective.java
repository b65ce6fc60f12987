package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Shapes;

/**
 * A loss by which something between the student's rows should be what it is between the teacher's:
 * the mean of {@code smoothL1(relations of the student - relations of the teacher)}; 0 for one row.
 */
interface RelationalObjective extends RowRelations {

  /** The relations of n rows: (n, d) to (n, n), or to (n, n, n) for those of three. */
  NDArray relations(NDArray x);

  @Override
  default Loss loss(LossInput input) {
    NDArray x = Shapes.embeddings(input); // (n, d)
    NDArray teacher = Shapes.teacher(input); // (n, d')
    if (x.getShape().get(0) == 1) {
      return Loss.of(Algebra.nothing(x));
    }
    return Loss.of(Algebra.smoothL1(relations(x).sub(relations(teacher))).mean());
  }
}
