package io.reflux.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Trainable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** A loss's value and gradients, of made-up outputs of a student and a teacher, again and again. */
final class LossTurn implements AutoCloseable {
  private final Objective objective;
  private final Trial trial;
  private final TensorScope scope = TensorScope.open("bench", Device.CPU);
  private final Map<String, NDArray> student;
  private final Map<String, NDArray> teacher;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> memories;

  /**
   * What it is tried on.
   *
   * @param dimensions one row of each output, and how many classes and examples there are
   * @param labels a class a row
   * @param ids an example a row
   * @param views of each example
   * @param tuples what a miner would have chosen
   */
  record Trial(Dimensions dimensions, int[] labels, int[] ids, int views, Tuples tuples) {}

  /**
   * A loss; the calling thread is prepared for it.
   *
   * @param threads how many one operation may use
   */
  LossTurn(Objective objective, Trial trial, int threads) {
    NativeThreads.prepare(threads, true);
    this.objective = objective;
    this.trial = trial;
    Dimensions dimensions = trial.dimensions();
    student = outputs(objective.studentOutputs(), dimensions.student(), "");
    teacher = outputs(objective.teacherOutputs(), dimensions.teacher(), "t");
    parameters = drawn(objective.trainables(dimensions));
    memories = drawn(objective.memories(dimensions));
  }

  /** A scope for one turn. */
  TensorScope scope() {
    return scope.inner();
  }

  /** Forward and backward; the gradient of the first student's output comes out. */
  NDArray run(TensorScope turn) {
    Map<String, NDArray> own = leaves(student, turn);
    step(own, leaves(parameters, turn), turn);
    return own.values().iterator().next().getGradient();
  }

  /** How long that takes, in milliseconds. */
  double millis() {
    try (TensorScope turn = scope()) {
      Map<String, NDArray> own = leaves(student, turn);
      Map<String, NDArray> weights = leaves(parameters, turn);
      long start = System.nanoTime();
      step(own, weights, turn);
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private void step(Map<String, NDArray> own, Map<String, NDArray> weights, TensorScope turn) {
    LossInput input =
        new LossInput(
            own,
            shared(teacher, turn),
            trial.labels(),
            trial.ids(),
            trial.views(),
            trial.tuples(),
            weights,
            shared(memories, turn),
            0);
    Autograd.backward(Autograd.recording(() -> objective.loss(input)).value());
  }

  private static Map<String, NDArray> leaves(Map<String, NDArray> arrays, TensorScope turn) {
    Map<String, NDArray> leaves = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          NDArray leaf = Autograd.leaf(array);
          leaf.attach(turn.manager());
          leaves.put(name, leaf);
        });
    return leaves;
  }

  /** The same numbers, of the turn: what is computed of them goes with it. */
  private static Map<String, NDArray> shared(Map<String, NDArray> arrays, TensorScope turn) {
    Map<String, NDArray> shared = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          NDArray same = array.reshape(array.getShape());
          same.attach(turn.manager());
          shared.put(name, same);
        });
    return shared;
  }

  private Map<String, NDArray> outputs(Set<String> names, Map<String, long[]> rows, String before) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (String name : names) {
      Shape shape = new Shape(trial.labels().length).addAll(new Shape(rows.get(name)));
      Draws draws = Chance.of(5).at(before + name).draws();
      double spread = 1 / Math.sqrt((double) shape.get(1));
      arrays.put(name, array(shape, () -> draws.nextGaussian() * spread));
    }
    return arrays;
  }

  private Map<String, NDArray> drawn(List<Trainable> declared) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (Trainable each : declared) {
      Draws draws = Chance.of(6).at(each.name()).draws();
      arrays.put(
          each.name(), array(new Shape(each.shape()), () -> each.initial().applyAsDouble(draws)));
    }
    return arrays;
  }

  private NDArray array(Shape shape, DoubleSupplier values) {
    float[] all = new float[Math.toIntExact(shape.size())];
    IntStream.range(0, all.length).forEach(i -> all[i] = (float) values.getAsDouble());
    return scope.manager().create(all, shape);
  }

  @Override
  public void close() {
    scope.close();
  }
}
