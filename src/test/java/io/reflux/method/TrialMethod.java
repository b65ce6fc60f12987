package io.reflux.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A method and a batch that holds just what it asks for. */
final class TrialMethod {
  static final int EXAMPLES = 10;
  private static final int[] LABELS = {0, 0, 1, 1, 2, 2, 3, 3};
  private static final int[] IDS = {3, 7, 1, 9, 0, 4, 8, 2};
  private static final Map<String, long[]> ROWS = rows();

  private final TensorScope scope;
  private final Method method;

  private static Map<String, long[]> rows() {
    Map<String, long[]> rows = new LinkedHashMap<>();
    rows.put("embedding", new long[] {6});
    rows.put("features", new long[] {9});
    rows.put("prediction", new long[] {9});
    for (int stage = 1; stage <= 4; stage++) {
      rows.put("map" + stage, new long[] {stage + 1, 3, 3});
    }
    for (String head :
        List.of("discriminative", "selfsimilarity", "shared", "intra", "invariant-spread")) {
      rows.put("embedding." + head, new long[] {6});
      rows.put(head, new long[] {6});
    }
    return rows;
  }

  TrialMethod(String settings, Problems problems, TensorScope scope) {
    this(
        Methods.CATALOGUE.read(
            new Section(
                ConfigFactory.parseString(settings).root(), Defaults.NONE, "method", problems)),
        scope);
  }

  TrialMethod(Method method, TensorScope scope) {
    this.method = method;
    this.scope = scope;
  }

  Method method() {
    return method;
  }

  /** The sizes of all outputs that there are, of student and teacher alike. */
  static Dimensions dimensions() {
    return new Dimensions(4, EXAMPLES, ROWS, ROWS);
  }

  /** The least number of views that the method can do with. */
  int views() {
    int exact = method.needs(1).values().stream().mapToInt(needs -> needs.views()).max().orElse(0);
    return Math.max(exact, method.views().student(method.views().needed()).size());
  }

  /** Two rows a class of what the method asks for, and the embedding, which is always there. */
  LossInput input() {
    int views = views();
    Set<String> asked = new TreeSet<>(method.studentOutputs());
    asked.add(LossInput.EMBEDDING);
    Map<String, NDArray> student = new LinkedHashMap<>();
    asked.forEach(output -> student.put(output, Autograd.leaf(outputs(output, output, views))));
    Map<String, NDArray> teacher = new LinkedHashMap<>();
    method.teacherOutputs().forEach(each -> teacher.put(each, outputs(each, "t" + each, views)));
    method
        .momentum()
        .ifPresent(
            momentum ->
                momentum
                    .outputs()
                    .forEach(
                        each ->
                            teacher.put(Momentum.PREFIX + each, outputs(each, "k" + each, views))));
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    method
        .trainables(dimensions())
        .forEach(each -> parameters.put(each.name(), Autograd.leaf(drawn(each))));
    Map<String, NDArray> memories = new LinkedHashMap<>();
    method.memories(dimensions()).forEach(each -> memories.put(each.name(), drawn(each)));
    return new LossInput(
        student,
        teacher,
        repeated(LABELS, views),
        repeated(IDS, views),
        views,
        Tuples.NONE,
        parameters,
        memories,
        0);
  }

  /** The loss, recorded. */
  Loss loss(LossInput input, Chance chance) {
    return Autograd.recording(() -> method.loss(input, chance));
  }

  private static int[] repeated(int[] values, int times) {
    return IntStream.range(0, values.length * times).map(i -> values[i % values.length]).toArray();
  }

  private NDArray outputs(String output, String name, int views) {
    List<Long> shape = new ArrayList<>(List.of((long) LABELS.length * views));
    for (long each : Objects.requireNonNull(ROWS.get(output), output)) {
      shape.add(each);
    }
    long[] all = shape.stream().mapToLong(Long::longValue).toArray();
    NDArray drawn = drawn(new Trainable(name, all, "", Draws::nextGaussian));
    return all.length == 2 ? drawn.normalize(2, 1) : drawn;
  }

  private NDArray drawn(Trainable declared) {
    Draws draws = Chance.of(8).at(declared.name()).draws();
    Shape shape = new Shape(declared.shape());
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) declared.initial().applyAsDouble(draws);
    }
    return scope.manager().create(values, shape);
  }
}
