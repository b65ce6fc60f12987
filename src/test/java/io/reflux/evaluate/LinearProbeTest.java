package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private static final ProbeSettings QUICK =
      new ProbeSettings(15, 32, 0.1, List.of(10), 0.9, 1e-4, 0, Optional.empty());

  @Test
  void learnsWhatALineCanTellApart() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      double accuracy = LinearProbe.onCached(directions(300, 1), directions(90, 2), QUICK, scope);
      assertThat(accuracy).isBetween(0.95, 1.0);
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void stepByStepItLearnsTheSameAsOnCachedFeatures() {
    EmbeddingSet plain = directions(70, 1);
    EmbeddingSet test = directions(30, 2);
    int classes = LinearProbe.classes(plain.labels(), test.labels());
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      double cached = LinearProbe.onCached(plain, test, QUICK, scope);
      try (LinearProbe probe = LinearProbe.begin(plain, classes, QUICK, scope)) {
        for (int epoch = 0; epoch < QUICK.epochs(); epoch++) {
          for (int[] rows : LinearProbe.order(QUICK, plain.count(), epoch)) {
            probe.step(picked(plain, rows), epoch);
          }
        }
        assertThat(probe.accuracy(test)).isEqualTo(cached);
      }
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void aStepIsMomentumSgdOnTheFiniteDifferenceGradient() {
    ProbeSettings settings =
        new ProbeSettings(1, 2, 0.5, List.of(), 0.9, 0.01, 0, Optional.empty());
    float[] rows = {0.3f, -0.2f, 0.7f, 0.1f};
    int[] labels = {2, 0};
    float[] first = {0.1f, 0.2f, -0.3f, 0.4f, 0.5f, -0.6f};
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray weight = scope.manager().create(first.clone(), new Shape(3, 2));
      NDArray bias = scope.manager().zeros(new Shape(3));
      LinearLayer layer = new LinearLayer(weight, bias, settings);
      double[] velocity = new double[6];
      for (int step = 0; step < 3; step++) {
        float[] before = weight.toFloatArray();
        float[] shift = bias.toFloatArray();
        layer.step(scope.manager().create(rows, new Shape(2, 2)), labels, 0.5, scope);
        float[] after = weight.toFloatArray();
        for (int i = 0; i < 6; i++) {
          double slope = slope(before, shift, rows, labels, i);
          velocity[i] = 0.9 * velocity[i] + slope + 0.01 * before[i];
          assertThat((double) after[i]).isCloseTo(before[i] - 0.5 * velocity[i], within(1e-4));
        }
      }
    }
  }

  @Test
  void needsATrainingSplit() {
    assertThatThrownBy(
            () -> RankingTest.evaluate(Retrieval.within(directions(9, 1)), "linear-probe"))
        .hasMessageContaining("one set of embeddings (expected: a training split beside the test");
  }

  private static double slope(float[] weight, float[] bias, float[] rows, int[] labels, int i) {
    float[] up = weight.clone();
    float[] down = weight.clone();
    up[i] += 1e-2f;
    down[i] -= 1e-2f;
    return (loss(up, bias, rows, labels) - loss(down, bias, rows, labels)) / (up[i] - down[i]);
  }

  private static double loss(float[] weight, float[] bias, float[] rows, int[] labels) {
    double total = 0;
    for (int n = 0; n < labels.length; n++) {
      double sum = 0;
      double own = 0;
      for (int c = 0; c < bias.length; c++) {
        double logit =
            bias[c] + (double) weight[2 * c] * rows[2 * n] + weight[2 * c + 1] * rows[2 * n + 1];
        sum += Math.exp(logit);
        own = c == labels[n] ? logit : own;
      }
      total += (Math.log(sum) - own) / labels.length;
    }
    return total;
  }

  private static EmbeddingSet directions(int n, long seed) {
    Draws draws = Chance.of(seed).draws();
    float[] values = new float[n * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.2 * draws.nextGaussian() + (i % 8 == i / 8 % 6 ? 1 : 0));
    }
    return new EmbeddingSet(values, 8, IntStream.range(0, n).map(i -> i % 6).toArray());
  }

  private static EmbeddingSet picked(EmbeddingSet set, int[] rows) {
    float[] values = new float[rows.length * set.size()];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(set.values(), rows[i] * set.size(), values, i * set.size(), set.size());
      labels[i] = set.labels()[rows[i]];
    }
    return new EmbeddingSet(values, set.size(), labels);
  }
}
