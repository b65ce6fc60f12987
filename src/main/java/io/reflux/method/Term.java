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
 * @param reading which outputs it takes for those that its objective asks for
 * @param view the place of the only view that it looks at among the student's; empty for all
 */
record Term(
    String name,
    Objective objective,
    Mining miner,
    double weight,
    Reading reading,
    OptionalInt view) {

  /** A term that looks at all views. */
  Term(String name, Objective objective, Mining miner, double weight, Reading reading) {
    this(name, objective, miner, weight, reading, OptionalInt.empty());
  }

  /** A term that reads outputs under their own names. */
  Term(String name, Objective objective, Mining miner, double weight) {
    this(name, objective, miner, weight, Reading.PLAIN);
  }

  /** The same with other tuples. */
  Term mining(Mining other) {
    return new Term(name, objective, other, weight, reading, view);
  }

  /** The same of one view. */
  Term seeing(int only) {
    return new Term(name, objective, miner, weight, reading, OptionalInt.of(only));
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
