package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Batches to try a loss on: ordinary ones, awkward ones, and such as it must refuse. */
final class TrialBatch {
  /** Batches that have broken losses elsewhere. */
  static final List<String> AWKWARD =
      List.of(
          "ordinary",
          "duplicates",
          "all rows equal",
          "single-sample classes",
          "one class",
          "zero rows",
          "all rows zero",
          "scale 1e-4",
          "scale 1e4",
          "one row");

  static final int CLASSES = 4;
  static final int EXAMPLES = 20;
  private static final int[] LABELS = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};

  private static final Map<String, long[]> STUDENT = TrialShapes.student();
  private static final Map<String, long[]> TEACHER = TrialShapes.teacher();

  private final Objective objective;
  private final TensorScope scope;

  TrialBatch(Objective objective, TensorScope scope) {
    this.objective = objective;
    this.scope = scope;
  }

  /** A loss of the catalogue with some settings of its own. */
  static Objective named(String name, String settings) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(settings).root(), Defaults.NONE, name, problems);
    Objective objective = Objectives.CATALOGUE.named(name, section);
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return objective;
  }

  /** The loss, recorded. */
  Loss loss(LossInput input) {
    return Autograd.recording(() -> objective.loss(input));
  }

  /** Twelve rows of four classes, in float64. */
  LossInput input() {
    return input(LABELS, DataType.FLOAT64, (name, x) -> x);
  }

  /** Rows of given classes, in float64, other ones for each seed. */
  LossInput labelled(int[] labels, int seed) {
    return input(labels, DataType.FLOAT64, (name, x) -> drawn(Chance.of(seed).at(name), x));
  }

  private static double[][] drawn(Chance chance, double[][] rows) {
    Draws draws = chance.draws();
    for (double[] row : rows) {
      Arrays.setAll(row, j -> 0.4 * draws.nextGaussian());
    }
    return rows;
  }

  /** An awkward batch by name. */
  LossInput awkward(String kind, DataType type) {
    int[] labels =
        switch (kind) {
          case "single-sample classes" -> new int[] {0, 1, 2, 3};
          case "one class" -> new int[] {2, 2, 2, 2, 2, 2};
          case "one row" -> new int[] {1};
          default -> LABELS;
        };
    return input(labels, type, (name, x) -> spoil(kind, x));
  }

  private static double[][] spoil(String kind, double[][] rows) {
    switch (kind) {
      case "duplicates" -> {
        rows[4] = rows[0].clone();
        rows[5] = rows[0].clone();
        rows[7] = rows[3].clone();
      }
      case "all rows equal" -> Arrays.setAll(rows, i -> rows[0].clone());
      case "zero rows" -> {
        Arrays.fill(rows[0], 0);
        Arrays.fill(rows[4], 0);
        Arrays.fill(rows[5], 0);
      }
      case "all rows zero" -> Arrays.stream(rows).forEach(row -> Arrays.fill(row, 0));
      case "not a number" -> rows[1][0] = Double.NaN;
      case "scale 1e-4" -> scale(rows, 1e-4);
      case "scale 1e4" -> scale(rows, 1e4);
      default -> {}
    }
    return rows;
  }

  private static void scale(double[][] rows, double factor) {
    for (double[] row : rows) {
      Arrays.setAll(row, j -> row[j] * factor);
    }
  }

  private interface Change {
    double[][] apply(String name, double[][] rows);
  }

  private LossInput input(int[] classes, DataType type, Change change) {
    int[] labels = objective.needs().views() == 2 ? twice(classes) : classes;
    Map<String, NDArray> student = new LinkedHashMap<>();
    STUDENT.forEach(
        (name, shape) -> student.put(name, leaf(rows(labels, name, shape, change), shape, type)));
    Map<String, NDArray> teacher = new LinkedHashMap<>();
    TEACHER.forEach(
        (name, shape) ->
            teacher.put(name, tensor(rows(labels, "t" + name, shape, change), shape, type)));
    teacher.keySet().retainAll(objective.teacherOutputs());
    student.keySet().retainAll(objective.studentOutputs());
    Dimensions dimensions = new Dimensions(CLASSES, EXAMPLES, STUDENT, TEACHER);
    int[] ids = IntStream.range(0, labels.length).map(i -> (i * 7 + 3) % EXAMPLES).toArray();
    return new LossInput(
        student,
        teacher,
        labels,
        ids,
        Math.max(1, objective.needs().views()),
        TrialTuples.of(objective, labels, ids),
        filled(objective.trainables(dimensions), type, Autograd::leaf),
        filled(memories(dimensions), type, x -> x),
        0);
  }

  /** The memories, with what only the first step would set already set. */
  private List<Trainable> memories(Dimensions dimensions) {
    return objective.memories(dimensions).stream()
        .map(
            each ->
                each.name().equals("normalisers")
                    ? new Trainable(each.name(), each.shape(), each.group(), draws -> 30)
                    : each)
        .toList();
  }

  private static int[] twice(int[] labels) {
    return IntStream.concat(Arrays.stream(labels), Arrays.stream(labels)).toArray();
  }

  private double[][] rows(int[] labels, String name, long[] shape, Change change) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    Draws draws = Chance.of(5).at(name).draws();
    double[][] rows = new double[labels.length][size];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> 0.4 * draws.nextGaussian());
    }
    return change.apply(name, rows);
  }

  private NDArray leaf(double[][] rows, long[] shape, DataType type) {
    return Autograd.leaf(tensor(rows, shape, type));
  }

  private NDArray tensor(double[][] rows, long[] shape, DataType type) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    long[] all = TrialShapes.batch(rows.length, shape);
    return scope.manager().create(flat, new Shape(all)).toType(type, false);
  }

  private Map<String, NDArray> filled(
      List<Trainable> declared, DataType type, Function<NDArray, NDArray> as) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (Trainable each : declared) {
      Shape shape = new Shape(each.shape());
      Draws draws = Chance.of(6).at(each.name()).draws();
      double[] values = new double[(int) shape.size()];
      Arrays.setAll(values, i -> each.initial().applyAsDouble(draws));
      NDArray array = scope.manager().create(values, shape).toType(type, false);
      arrays.put(each.name(), as.apply(array));
    }
    return arrays;
  }

  /** A random order of the rows that keeps views apart and, if asked, the order in each class. */
  int[] order(LossInput input, boolean withinClasses) {
    int rows = input.labels().length / input.views();
    int[] order = IntStream.range(0, rows).toArray();
    if (withinClasses) {
      return Arrays.stream(order)
          .boxed()
          .sorted(Comparator.comparing(i -> (input.labels()[i] + 2) % CLASSES))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    Chance.of(3).draws().shuffle(order);
    return IntStream.range(0, input.labels().length)
        .map(i -> order[i % rows] + i / rows * rows)
        .toArray();
  }

  /** The same batch in another order. */
  LossInput inOrder(LossInput input, int[] order) {
    int[] place = new int[order.length];
    IntStream.range(0, order.length).forEach(i -> place[order[i]] = i);
    NDArray index = scope.manager().create(order);
    return new LossInput(
        each(input.student(), x -> x.get(index)),
        each(input.teacher(), x -> x.get(index)),
        Arrays.stream(order).map(i -> input.labels()[i]).toArray(),
        Arrays.stream(order).map(i -> input.exampleIds()[i]).toArray(),
        input.views(),
        TrialTuples.moved(objective, input.tuples(), place, order),
        input.parameters(),
        input.memories(),
        input.step());
  }

  /** Batches whose parts disagree, by what is wrong with them. */
  Map<String, LossInput> disagreeing(LossInput input) {
    Map<String, LossInput> wrong = new LinkedHashMap<>();
    int[] fewer = Arrays.copyOf(input.labels(), input.labels().length - 1);
    wrong.put("unread? a label is missing", input.withLabels(fewer));
    if (trainsByClass()) {
      int[] high = input.labels().clone();
      high[2] = CLASSES;
      wrong.put("a label is too high", input.withLabels(high));
    }
    if (!input.teacher().isEmpty()) {
      Map<String, NDArray> cut = each(input.teacher(), x -> x.get("1:"));
      wrong.put("a teacher's row is missing", input.withTeacher(cut));
    }
    if (input.tuples().size() > 0) {
      int[][] rows = Arrays.stream(input.tuples().rows()).map(int[]::clone).toArray(int[][]::new);
      rows[0][1] = 99;
      Tuples beyond = new Tuples(rows);
      wrong.put("a tuple points too far", input.withTuples(beyond));
    }
    return wrong;
  }

  private boolean trainsByClass() {
    return elements(CLASSES) != elements(CLASSES + 1);
  }

  private long elements(int classes) {
    Dimensions dimensions = new Dimensions(classes, EXAMPLES, STUDENT, TEACHER);
    return objective.trainables(dimensions).stream()
        .mapToLong(each -> Arrays.stream(each.shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  private static Map<String, NDArray> each(
      Map<String, NDArray> arrays, Function<NDArray, NDArray> change) {
    Map<String, NDArray> changed = new LinkedHashMap<>();
    arrays.forEach((name, x) -> changed.put(name, change.apply(x)));
    return changed;
  }
}
