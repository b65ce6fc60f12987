package io.reflux.method;

import io.reflux.chance.Chance;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param momentum the network that follows the student
   * @param pseudoLabels the labels that are found by clustering
   * @param evaluated the weights of the parts of an embedding in evaluation
   */
  record Extras(
      ViewPairs views,
      Optional<Momentum> momentum,
      Optional<PseudoLabels> pseudoLabels,
      Map<String, Double> evaluated) {
    /** Nothing beside the objectives. */
    static final Extras NONE =
        new Extras(ViewPairs.ALL, Optional.empty(), Optional.empty(), Map.of());

    /** The same with other views. */
    Extras seeing(ViewPairs other) {
      return new Extras(other, momentum, pseudoLabels, evaluated);
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
  public Optional<Momentum> momentum() {
    return extras.momentum();
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels() {
    return extras.pseudoLabels();
  }

  @Override
  public Map<String, Double> evaluated() {
    return new LinkedHashMap<>(extras.evaluated());
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    return terms.loss(input, chance);
  }
}
