package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.objective.self.ImageRotationLoss;
import io.reflux.objective.self.InvariantSpreadLoss;
import io.reflux.objective.transfer.CrdLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One step of a loss at training size: 128 rows, two a class, 512 dimensions, 128 classes. */
final class LossStep implements AutoCloseable {
  static final int ROWS = 128;
  static final int SIZE = 512;
  private static final int CLASSES = 128;
  private static final int EXAMPLES = 6000;

  private final Objective objective;
  private final TensorScope scope = TensorScope.open("benchmark", Device.CPU);
  private final Map<String, NDArray> student = new LinkedHashMap<>();
  private final Map<String, NDArray> teacher = new LinkedHashMap<>();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> memories = new LinkedHashMap<>();
  private final int[] labels;
  private final int[] ids = IntStream.range(0, ROWS).map(i -> i * 7).toArray();
  private final Tuples tuples;

  /** Prepares the calling thread, too: one core. */
  LossStep(String name) {
    NativeThreads.prepare(1, true);
    objective = Objectives.CATALOGUE.withDefaults(name);
    int classes = objective instanceof ImageRotationLoss ? ImageRotationLoss.TURNS : CLASSES;
    labels = IntStream.range(0, ROWS).map(i -> i / 2 % classes).toArray();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    objective.studentOutputs().forEach(output -> shapes.put(output, shape(output)));
    shapes.putIfAbsent(LossInput.EMBEDDING, shape(LossInput.EMBEDDING));
    shapes.putIfAbsent(LossInput.FEATURES, shape(LossInput.FEATURES));
    for (String output : objective.studentOutputs()) {
      student.put(output, random(output, TrialShapes.batch(ROWS, shape(output))));
    }
    for (String output : objective.teacherOutputs()) {
      teacher.put(output, random("t" + output, TrialShapes.batch(ROWS, shape(output))));
    }
    Dimensions dimensions = new Dimensions(CLASSES, EXAMPLES, shapes, shapes);
    fill(objective.trainables(dimensions), parameters);
    fill(objective.memories(dimensions), memories);
    tuples = objective instanceof CrdLoss ? examples() : TrialTuples.of(objective, labels, ids);
  }

  /** Forward and backward; the gradient of the first student's output comes out. */
  NDArray run(TensorScope step) {
    Map<String, NDArray> own = leaves(student, step);
    Map<String, NDArray> weights = leaves(parameters, step);
    int views = objective instanceof InvariantSpreadLoss ? 2 : 1;
    LossInput input = new LossInput(own, teacher, labels, ids, views, tuples, weights, memories, 0);
    Autograd.backward(Autograd.recording(() -> objective.loss(input)).value());
    return own.values().iterator().next().getGradient();
  }

  /** A scope for one step. */
  TensorScope scope() {
    return scope.inner();
  }

  private static Map<String, NDArray> leaves(Map<String, NDArray> arrays, TensorScope step) {
    Map<String, NDArray> leaves = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          NDArray leaf = Autograd.leaf(array);
          leaf.attach(step.manager());
          leaves.put(name, leaf);
        });
    return leaves;
  }

  private static long[] shape(String output) {
    return switch (output) {
      case "map1" -> new long[] {64, 14, 14};
      case "map2" -> new long[] {128, 7, 7};
      case "map3" -> new long[] {256, 4, 4};
      case "map4" -> new long[] {512, 2, 2};
      default -> new long[] {SIZE};
    };
  }

  private static Tuples examples() {
    Draws draws = Chance.of(4).draws();
    int[][] rows = new int[ROWS][4097];
    for (int[] row : rows) {
      Arrays.setAll(row, k -> draws.nextInt(EXAMPLES));
    }
    return new Tuples(rows);
  }

  private void fill(List<Trainable> declared, Map<String, NDArray> arrays) {
    for (Trainable each : declared) {
      Draws draws = Chance.of(6).at(each.name()).draws();
      float[] values = new float[(int) new Shape(each.shape()).size()];
      IntStream.range(0, values.length)
          .forEach(i -> values[i] = (float) each.initial().applyAsDouble(draws));
      arrays.put(each.name(), scope.manager().create(values, new Shape(each.shape())));
    }
  }

  private NDArray random(String name, long[] shape) {
    Draws draws = Chance.of(5).at(name).draws();
    double[] values = new double[(int) new Shape(shape).size()];
    Arrays.setAll(values, i -> draws.nextGaussian() / Math.sqrt(SIZE));
    return scope.manager().create(values, new Shape(shape)).toType(DataType.FLOAT32, false);
  }

  @Override
  public void close() {
    scope.close();
  }
}
