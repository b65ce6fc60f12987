package io.reflux.method;

import io.reflux.chance.Chance;
import io.reflux.objective.Dimensions;
import io.reflux.objective.FittedAxes;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Weighted objectives with what a method has beside them.
 *
 * @param terms the objectives
 * @param extras the rest
 */
record ComposedMethod(WeightedObjectives terms, Extras extras) implements Method {

  /**
   * What a method has beside its objectives.
   *
   * @param views which views student and teacher look at
   * @param turned the view whose images are turned before the student sees them
   * @param momentum the network that follows the student
   * @param queue the memory queue that is filled before the first step
   * @param pseudoLabels the labels that are found by clustering
   * @param weightings the weights of the parts of an embedding in evaluation
   */
  record Extras(
      ViewPairs views,
      OptionalInt turned,
      Optional<Momentum> momentum,
      Optional<FilledQueue> queue,
      Optional<PseudoLabels> pseudoLabels,
      Weightings weightings) {
    /** Nothing beside the objectives. */
    static final Extras NONE =
        new Extras(
            ViewPairs.ALL,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Weightings.NONE);

    /** The same with other views. */
    Extras seeing(ViewPairs other) {
      return new Extras(other, turned, momentum, queue, pseudoLabels, weightings);
    }
  }

  @Override
  public Set<String> studentOutputs() {
    return terms.studentOutputs();
  }

  @Override
  public Set<String> teacherOutputs() {
    return terms.teacherOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return terms.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return terms.memories(dimensions);
  }

  @Override
  public ViewPairs views() {
    return extras.views();
  }

  @Override
  public OptionalInt turned() {
    return extras.turned();
  }

  @Override
  public Optional<Momentum> momentum() {
    return extras.momentum();
  }

  @Override
  public Optional<FilledQueue> filledQueue() {
    return extras.queue();
  }

  @Override
  public List<FittedAxes> fittedAxes() {
    return terms.fittedAxes();
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels() {
    return extras.pseudoLabels();
  }

  @Override
  public Weightings weightings() {
    return extras.weightings();
  }

  @Override
  public List<Integer> sizesServed(int embeddingSize) {
    return terms.sizesServed(embeddingSize);
  }

  @Override
  public Map<String, Needs> needs(int views) {
    return terms.needs(views);
  }

  @Override
  public ComposedMethod withTuples(Map<String, TupleSource> others) {
    return new ComposedMethod(terms.withTuples(others), extras);
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    return terms.loss(input, chance);
  }
}
