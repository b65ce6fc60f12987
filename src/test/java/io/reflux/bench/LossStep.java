package io.reflux.bench;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.TrialTuples;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.objective.self.ImageRotationLoss;
import io.reflux.objective.self.InvariantSpreadLoss;
import io.reflux.objective.transfer.CrdLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** One step of a loss at training size: 128 rows, two a class, 512 dimensions, 128 classes. */
final class LossStep implements AutoCloseable {
  static final int ROWS = 128;
  static final int SIZE = 512;
  private static final int CLASSES = 128;
  private static final int EXAMPLES = 6000;

  private final LossTurn turn;

  /** Prepares the calling thread, too: one core. */
  LossStep(String name) {
    Objective objective = Objectives.CATALOGUE.withDefaults(name);
    int classes = objective instanceof ImageRotationLoss ? ImageRotationLoss.TURNS : CLASSES;
    int[] labels = IntStream.range(0, ROWS).map(i -> i / 2 % classes).toArray();
    int[] ids = IntStream.range(0, ROWS).map(i -> i * 7).toArray();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    objective.studentOutputs().forEach(output -> shapes.put(output, shape(output)));
    objective.teacherOutputs().forEach(output -> shapes.put(output, shape(output)));
    shapes.putIfAbsent(LossInput.EMBEDDING, shape(LossInput.EMBEDDING));
    shapes.putIfAbsent(LossInput.FEATURES, shape(LossInput.FEATURES));
    Dimensions dimensions = new Dimensions(CLASSES, EXAMPLES, shapes, shapes);
    Tuples tuples =
        objective instanceof CrdLoss ? examples() : TrialTuples.of(objective, labels, ids);
    int views = objective instanceof InvariantSpreadLoss ? 2 : 1;
    turn = new LossTurn(objective, new LossTurn.Trial(dimensions, labels, ids, views, tuples), 1);
  }

  /** Forward and backward; the gradient of the first student's output comes out. */
  NDArray run(TensorScope step) {
    return turn.run(step);
  }

  /** A scope for one step. */
  TensorScope scope() {
    return turn.scope();
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

  @Override
  public void close() {
    turn.close();
  }
}
