package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.FittedAxes;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Scope;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import java.util.ArrayList;
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
      LossInput own = term.seen(input).within(scope(term));
      Tuples tuples = term.source().tuples(own, chance.at(term.name()));
      Loss loss = term.objective().loss(own.withTuples(tuples));
      NDArray weighted = loss.weighted(term.weight());
      sum = sum == null ? weighted : sum.add(weighted);
      if (terms.size() > 1) {
        parts.put(term.name(), loss.value());
      }
      parts.putAll(scope(term).named(loss.parts()));
      memories.putAll(scope(term).named(loss.memories()));
    }
    if (sum == null) {
      throw new IllegalStateException("method: no terms (expected: at least one)");
    }
    return new Loss(sum, parts, memories);
  }

  @Override
  public List<Integer> sizesServed(int embeddingSize) {
    return terms.stream()
        .filter(term -> !term.outputs().student().containsKey(LossInput.EMBEDDING))
        .flatMap(term -> term.objective().sizesServed(embeddingSize).stream())
        .distinct()
        .toList();
  }

  @Override
  public List<FittedAxes> fittedAxes() {
    List<FittedAxes> all = new ArrayList<>();
    for (WeightedLoss term : terms) {
      for (FittedAxes own : term.objective().fittedAxes()) {
        String output = term.outputs().ofTeacher(Set.of(own.output())).iterator().next();
        all.add(own.named(scope(term).name(own.memory()), output));
      }
    }
    return all;
  }

  @Override
  public Map<String, Needs> needs(int views) {
    Map<String, Needs> needs = new LinkedHashMap<>();
    terms.forEach(term -> needs.put(term.name(), term.needs(views)));
    return needs;
  }

  @Override
  public WeightedObjectives withTuples(Map<String, TupleSource> others) {
    return new WeightedObjectives(
        terms.stream()
            .map(term -> term.withTuples(others.getOrDefault(term.name(), term.source())))
            .toList());
  }

  private Scope scope(WeightedLoss term) {
    return scope(term.name(), terms.size());
  }

  /** Under which names a term has its parameters and memories, in a sum of so many terms. */
  static Scope scope(String term, int terms) {
    return terms == 1 ? Scope.WHOLE : Scope.of(term);
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
                scope(term)
                    .declared(declare.apply(term.objective(), term.outputs().seen(dimensions)))
                    .stream())
        .toList();
  }
}
