package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFileTest {
  @TempDir Path folder;

  @Test
  void comesBackAsItWent() throws IOException {
    Path file = folder.resolve("student.safetensors");
    EmbeddingSet set = RankingTest.random(20, 6, 4, 1);
    int[] examples = IntStream.range(0, 20).map(i -> 3 * i).toArray();
    new EmbeddingFile(set, examples).write(file);
    EmbeddingFile read = EmbeddingFile.read(file);
    assertThat(read.set().values()).isEqualTo(set.values());
    assertThat(read.set().labels()).isEqualTo(set.labels());
    assertThat(read.exampleIds()).isEqualTo(examples);
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path file = folder.resolve("other.safetensors");
    new SafetensorsFile(NamedTensors.NONE, Map.of()).write(file);
    assertThatThrownBy(() -> EmbeddingFile.read(file))
        .hasMessageContaining("no tensor embeddings (expected: a file of embeddings)");
  }

  @Test
  void principalAxesFollowTheLongestSpread() {
    float[] values = new float[400];
    for (int i = 0; i < 100; i++) {
      values[4 * i + 2] = 10 + i; // long
      values[4 * i] = i % 2; // short
    }
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      PrincipalAxes axes = PrincipalAxes.of(new EmbeddingSet(values, 4, new int[100]), 2, scope);
      assertThat(Math.abs(axes.axes()[0][2])).isCloseTo(1, within(1e-3));
      assertThat(axes.variances()[0]).isCloseTo((100 * 100 - 1) / 12.0, within(0.1));
      assertThat(axes.variances()[1]).isCloseTo(0.25, within(0.01));
      EmbeddingSet plane = axes.project(new EmbeddingSet(values, 4, new int[100]));
      assertThat((double) plane.values()[0]).isCloseTo(-49.5, within(0.1));
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void axesOfRowsOfLowRankAreFoundToo() {
    float[] values = new float[60 * 128];
    for (int i = 0; i < values.length; i++) {
      int column = i % 128;
      values[i] = (i / 128 % 3) * (column % 7) + (i / 128 % 2) * (column % 5);
    }
    EmbeddingSet set = new EmbeddingSet(values, 128, new int[60]);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      double[] variances = PrincipalAxes.of(set, 6, scope).variances();
      assertThat(variances[1]).isPositive();
      assertThat(variances[2]).isCloseTo(0, within(1e-6 * variances[0]));
      double[] values128 = Spectrum.singularValues(set, scope);
      assertThat(values128).hasSize(128).isSortedAccordingTo(Comparator.reverseOrder());
    }
  }
}
