package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Shapes;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * A loss that compares what lies between rows of the student's embedding with what lies between
 * those of the teacher's: the sizes may differ, and two rows alone have nothing to compare.
 */
interface RowRelations extends Objective {

  @Override
  default Set<String> teacherOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  @Override
  default Needs needs() {
    return Needs.of(BatchNeeds.rows(3));
  }

  /** What the student's rows (n, d) and the teacher's (n, d') give; 0 for a row without others. */
  static Loss compared(LossInput input, BinaryOperator<NDArray> value) {
    NDArray x = Shapes.embeddings(input);
    NDArray teacher = Shapes.teacher(input);
    return Loss.of(x.getShape().get(0) == 1 ? Algebra.nothing(x) : value.apply(x, teacher));
  }
}
