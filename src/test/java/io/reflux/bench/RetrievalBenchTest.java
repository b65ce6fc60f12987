package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.FileVectors;
import io.reflux.evaluate.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalBenchTest {
  @TempDir Path folder;

  @Test
  void printsBothMeasurements() throws IOException {
    List<String> lines = new ArrayList<>();
    try (TensorScope scope = TensorScope.open("bench", Device.CPU)) {
      RetrievalBench bench = new RetrievalBench(scope, lines::add);
      RetrievalBench.Recall recall = bench.recall(3000, 64);
      assertThat(recall.ratio()).isPositive();
      assertThat(recall.gigabytes().orElse(0)).isBetween(0.0, 2.0);
      double resident = bench.neighbours(5000, 100, 64, Progress.NONE).orElse(0.1);
      assertThat(resident).isBetween(0.05, 8.0);
      assertThat(scope.liveTensors()).isZero();
    }
    assertThat(lines.get(0)).startsWith("recall of 3000 x 64: {recall@1=0.");
    assertThat(lines.get(1)).contains("products alone").contains("times");
    assertThat(lines.get(2)).startsWith("20 nearest of 100 queries in 5000 x 64");
    assertThat(lines.get(3)).contains("GFLOP/s");
  }

  @Test
  void rowsComeOutOfAFileAsTheyWentIn() throws IOException {
    Path file = folder.resolve("rows.f32");
    int size = 3000;
    float[] values = new float[500 * size]; // more than is read at once
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.5f;
    }
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
    try (FileVectors vectors = FileVectors.open(file, size)) {
      float[] read = new float[values.length - 7 * size];
      vectors.read(7, 493, read);
      assertThat(vectors.count()).isEqualTo(500);
      assertThat(Arrays.mismatch(read, Arrays.copyOfRange(values, 7 * size, values.length)))
          .isEqualTo(-1);
    }
    assertThatThrownBy(() -> FileVectors.open(file, 7_001))
        .hasMessageContaining("rows.f32: 6000000 bytes (expected: rows of 7001 numbers)");
  }
}
