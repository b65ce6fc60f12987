package io.reflux.objective.transfer;

import io.reflux.miner.BatchNeeds;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import java.util.Set;

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
}
