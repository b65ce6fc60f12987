package io.reflux.method;

import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import java.util.OptionalInt;

/**
 * One weighted objective of a method.
 *
 * @param name the term's name in journals, and the prefix of its parameters in checkpoints
 * @param objective the loss
 * @param miner which tuples it looks at; {@link Mining#NONE} if it takes none
 * @param weight its factor in the sum
 * @param outputs which outputs it takes for those that its objective asks for
 * @param view the place of the only view that it looks at among the student's; empty for all
 */
record WeightedLoss(
    String name,
    Objective objective,
    Mining miner,
    double weight,
    OutputMapping outputs,
    OptionalInt view) {

  /** A term that looks at all views. */
  WeightedLoss(
      String name, Objective objective, Mining miner, double weight, OutputMapping outputs) {
    this(name, objective, miner, weight, outputs, OptionalInt.empty());
  }

  /** A term that reads outputs under their own names. */
  WeightedLoss(String name, Objective objective, Mining miner, double weight) {
    this(name, objective, miner, weight, OutputMapping.PLAIN);
  }

  /** The same with other tuples. */
  WeightedLoss mining(Mining other) {
    return new WeightedLoss(name, objective, other, weight, outputs, view);
  }

  /** The same of one view. */
  WeightedLoss seeing(int only) {
    return new WeightedLoss(name, objective, miner, weight, outputs, OptionalInt.of(only));
  }

  /** What it sees of a batch, without tuples. */
  LossInput seen(LossInput batch) {
    LossInput input = view.isEmpty() ? batch : batch.ofView(view.getAsInt());
    return input.withStudent(outputs.student(input)).withTeacher(outputs.teacher(input));
  }
}
