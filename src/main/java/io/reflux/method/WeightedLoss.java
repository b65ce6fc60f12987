package io.reflux.method;

import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.TupleSource;
import java.util.OptionalInt;

/**
 * One weighted objective of a method.
 *
 * @param name the term's name in journals, and the prefix of its parameters in checkpoints
 * @param objective the loss
 * @param source where the tuples come from that it looks at
 * @param weight its factor in the sum
 * @param outputs which outputs it takes for those that its objective asks for
 * @param view the place of the only view that it looks at among the student's; empty for all
 */
record WeightedLoss(
    String name,
    Objective objective,
    TupleSource source,
    double weight,
    OutputMapping outputs,
    OptionalInt view) {

  /** A term that takes the tuples it asks for, and reads all views and outputs as they are. */
  WeightedLoss(String name, Objective objective, double weight) {
    this(
        name, objective, objective.tupleSource(), weight, OutputMapping.PLAIN, OptionalInt.empty());
  }

  /** The same with other tuples. */
  WeightedLoss withTuples(TupleSource other) {
    return new WeightedLoss(name, objective, other, weight, outputs, view);
  }

  /** The same of other outputs. */
  WeightedLoss reading(OutputMapping other) {
    return new WeightedLoss(name, objective, source, weight, other, view);
  }

  /** The same of one view. */
  WeightedLoss seeing(int only) {
    return new WeightedLoss(name, objective, source, weight, outputs, OptionalInt.of(only));
  }

  /** What it needs, in examples of which the student looks at so many views. */
  Needs needs(int views) {
    Needs all = objective.needs().and(Needs.of(source.needs()));
    return all.inExamples(view.isPresent() ? 1 : views);
  }

  /** What it sees of a batch, without tuples. */
  LossInput seen(LossInput batch) {
    LossInput input = view.isEmpty() ? batch : batch.ofView(view.getAsInt());
    return input.withStudent(outputs.student(input)).withTeacher(outputs.teacher(input));
  }
}
