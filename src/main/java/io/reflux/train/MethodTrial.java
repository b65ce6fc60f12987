package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.TensorScope;
import io.reflux.method.Method;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A method's loss, computed once on drawn outputs of the shapes that it will meet: whether a
 * student can learn from what its teacher answers is told before anything has trained.
 */
public final class MethodTrial {
  private static final int EXAMPLES = 16;
  private static final int EXAMPLES_OF_A_CLASS = 4;

  private final Method method;
  private final Dimensions dimensions;
  private final int views;

  private MethodTrial(Method method, Dimensions dimensions, int views) {
    this.method = method;
    this.dimensions = dimensions;
    this.views = views;
  }

  /**
   * What is wrong with the shapes, in a sentence; empty if they fit. Methods that remember what
   * other networks have answered are asked for the shapes of their tensors alone.
   *
   * @param views how many views of each example a batch has
   */
  public static Optional<String> problem(Method method, Dimensions dimensions, int views) {
    MethodTrial trial = new MethodTrial(method, dimensions, views);
    try {
      trial.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
    }
  }

  private void run() {
    List<Trainable> trainables = method.trainables(dimensions);
    List<Trainable> memories = method.memories(dimensions);
    boolean alone =
        method.momentum().isEmpty()
            && method.filledQueue().isEmpty()
            && method.pseudoLabels().isEmpty();
    if (alone && !method.teacherOutputs().isEmpty()) {
      NativeThreads.prepare(1, false);
      try (TensorScope scope = TensorScope.open("trial", Device.CPU)) {
        method.loss(input(trainables, memories, scope), Chance.of(0));
      }
    }
  }

  private LossInput input(List<Trainable> trainables, List<Trainable> memories, TensorScope scope) {
    int seen = method.views().student(views).size();
    int taught = method.views().teacher(views).size();
    int[] labels = new int[EXAMPLES * seen];
    int[] ids = new int[EXAMPLES * seen];
    Arrays.setAll(ids, row -> row % Math.min(EXAMPLES, dimensions.examples()));
    Arrays.setAll(
        labels, row -> row % EXAMPLES / EXAMPLES_OF_A_CLASS % Math.max(1, dimensions.classes()));
    return new LossInput(
        outputs(method.studentOutputs(), dimensions.student(), new Rows(seen, scope)),
        outputs(method.teacherOutputs(), dimensions.teacher(), new Rows(taught, scope)),
        labels,
        ids,
        seen,
        Tuples.NONE,
        drawn(trainables, scope),
        drawn(memories, scope),
        0);
  }

  /** So many views of each example, in a scope. */
  private record Rows(int views, TensorScope scope) {
    NDArray of(String name, long... row) {
      long[] shape = new long[row.length + 1];
      shape[0] = (long) EXAMPLES * views;
      System.arraycopy(row, 0, shape, 1, row.length);
      int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
      float[] values = new float[size];
      Draws draws = Chance.of(0).at(name).draws();
      for (int i = 0; i < size; i++) {
        values[i] = (float) draws.nextGaussian();
      }
      return HostTensor.of(values, shape).toNative(scope.manager());
    }
  }

  /** Outputs that aren't there are noted elsewhere. */
  private static Map<String, NDArray> outputs(
      Set<String> names, Map<String, long[]> shapes, Rows rows) {
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    for (String name : names) {
      long[] row = shapes.get(name);
      if (row != null) {
        outputs.put(name, rows.of(name, row));
      }
    }
    return outputs;
  }

  private static Map<String, NDArray> drawn(List<Trainable> declared, TensorScope scope) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (Trainable each : declared) {
      HostTensor begun = MethodTensors.drawn(each, Chance.of(0), ElementType.FLOAT32);
      tensors.put(each.name(), begun.toNative(scope.manager()));
    }
    return tensors;
  }
}
