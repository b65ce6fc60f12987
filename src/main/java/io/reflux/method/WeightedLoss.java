package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

  /** What it sees of a batch. */
  LossInput seen(LossInput input) {
    if (view.isEmpty()) {
      return input;
    }
    int rows = input.labels().length / input.views();
    int from = view.getAsInt() * rows;
    Map<String, NDArray> student = new HashMap<>();
    input
        .student()
        .forEach((output, all) -> student.put(output, all.get(from + ":" + (from + rows))));
    return new LossInput(
        student,
        input.teacher(),
        Arrays.copyOfRange(input.labels(), from, from + rows),
        Arrays.copyOfRange(input.exampleIds(), from, from + rows),
        1,
        input.tuples(),
        input.parameters(),
        input.memories(),
        input.step());
  }
}
