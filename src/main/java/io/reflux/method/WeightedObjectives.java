package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Trainable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A method that minimises a weighted sum of objectives, each with its own miner.
 *
 * <p>With one term, parameters keep the objective's names; with several, {@code term.name}.
 */
final class WeightedObjectives implements Method {
  private final List<WeightedLoss> terms;

  WeightedObjectives(List<WeightedLoss> terms) {
    this.terms = List.copyOf(terms);
  }

  @Override
  public Set<String> studentOutputs() {
    return union(term -> term.outputs().ofStudent(term.objective().studentOutputs()));
  }

  @Override
  public Set<String> teacherOutputs() {
    return union(term -> term.outputs().ofTeacher(term.objective().teacherOutputs()));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return declared(Objective::trainables, dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return declared(Objective::memories, dimensions);
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    NDArray sum = null;
    Map<String, NDArray> parts = new LinkedHashMap<>();
    Map<String, NDArray> memories = new HashMap<>();
    for (WeightedLoss term : terms) {
      LossInput unmined = own(term, input, Tuples.NONE);
      Tuples tuples = term.miner().mine(unmined, chance.at(term.name()));
      Loss loss = term.objective().loss(own(term, input, tuples));
      NDArray weighted = loss.weighted(term.weight());
      sum = sum == null ? weighted : sum.add(weighted);
      if (terms.size() > 1) {
        parts.put(term.name(), loss.value());
      }
      loss.parts().forEach((name, part) -> parts.put(prefix(term) + name, part));
      loss.memories().forEach((name, memory) -> memories.put(prefix(term) + name, memory));
    }
    if (sum == null) {
      throw new IllegalStateException("method: no terms (expected: at least one)");
    }
    return new Loss(sum, parts, memories);
  }

  /** The same with other tuples for the terms that are named. */
  WeightedObjectives mining(Map<String, Mining> others) {
    return new WeightedObjectives(
        terms.stream()
            .map(term -> term.mining(others.getOrDefault(term.name(), term.miner())))
            .toList());
  }

  private LossInput own(WeightedLoss term, LossInput batch, Tuples tuples) {
    LossInput input = term.seen(batch);
    return new LossInput(
        term.outputs().student(input),
        term.outputs().teacher(input),
        input.labels(),
        input.exampleIds(),
        input.views(),
        tuples,
        own(term, input.parameters()),
        own(term, input.memories()),
        input.step());
  }

  private Map<String, NDArray> own(WeightedLoss term, Map<String, NDArray> arrays) {
    String prefix = prefix(term);
    Map<String, NDArray> own = new HashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), array);
          }
        });
    return own;
  }

  private String prefix(WeightedLoss term) {
    return terms.size() == 1 ? "" : term.name() + ".";
  }

  private Set<String> union(Function<WeightedLoss, Set<String>> names) {
    Set<String> all = new LinkedHashSet<>();
    terms.forEach(term -> all.addAll(names.apply(term)));
    return all;
  }

  private List<Trainable> declared(
      BiFunction<Objective, Dimensions, List<Trainable>> declare, Dimensions dimensions) {
    return terms.stream()
        .flatMap(
            term ->
                declare.apply(term.objective(), term.outputs().seen(dimensions)).stream()
                    .map(t -> t.renamed(prefix(term) + t.name())))
        .toList();
  }
}
