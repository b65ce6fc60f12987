package io.reflux.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** What the derivations by plain loops share: a trial batch, as plain rows. */
abstract class PlainLoops {
  static final int CLASSES = TrialBatch.CLASSES;

  private final TensorScope scope = TensorScope.open("test", Device.CPU);

  /** The student's embeddings. */
  double[][] x = new double[0][];

  /** The teacher's embeddings; the student's where the loss reads none. */
  double[][] teacher = new double[0][];

  /** The class of each row. */
  int[] y = new int[0];

  /** How many rows there are. */
  int n;

  LossInput input =
      new LossInput(
          Map.of(), Map.of(), new int[0], new int[0], 1, Tuples.NONE, Map.of(), Map.of(), 0);

  @AfterEach
  void close() {
    scope.close();
  }

  /** Computes a loss on a trial batch, and keeps the batch for the loops. */
  double loss(String name, String settings) {
    return loss(name, settings, 1);
  }

  /** As {@link #loss(String, String)}, of rows in so many views. */
  double loss(String name, String settings, int views) {
    TrialBatch batch = new TrialBatch(TrialBatch.named(name, settings), scope);
    LossInput trial = batch.input();
    input =
        new LossInput(
            trial.student(),
            trial.teacher(),
            trial.labels(),
            trial.exampleIds(),
            Math.max(views, trial.views()),
            trial.tuples(),
            trial.parameters(),
            trial.memories(),
            trial.step());
    y = input.labels();
    n = y.length;
    if (input.student().containsKey("embedding")) {
      x = student("embedding");
    }
    teacher = input.teacher().containsKey("embedding") ? teacher("embedding") : x;
    return batch.loss(input).value().getDouble();
  }

  /** Where the trial batch lives. */
  TensorScope scope() {
    return scope;
  }

  double[][] student(String output) {
    return PlainMath.rows(input.studentOutput(output).toDoubleArray(), n);
  }

  double[][] teacher(String output) {
    return PlainMath.rows(input.teacherOutput(output).toDoubleArray(), n);
  }

  double[] parameter(String name) {
    return input.parameter(name).toDoubleArray();
  }

  int[][] tuples() {
    return input.tuples().rows();
  }

  boolean same(int i, int j) {
    return y[i] == y[j];
  }

  static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }
}
