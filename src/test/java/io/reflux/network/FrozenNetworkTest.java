package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.objective.LossInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenNetworkTest {
  private static final int SIDE = 16;
  private static final int ROW = SIDE * SIDE * 3;
  private static final int ROWS = 11;

  @TempDir Path folder;

  /** What a cache relies on: a row has one answer, whatever else is asked with it. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18, stem = tiny", "mobilenet-v2"})
  void aRowsAnswerDoesNotDependOnTheRowsBesideIt(String backbone) throws IOException {
    int before = TensorScope.liveInProcess();
    Network network =
        Settings.read("backbone = " + backbone + ", embedding = 8, l2-norm = true").build();
    for (Lowering lowering :
        List.of(
            Lowering.inference(Precision.FLOAT32, LossInput.EMBEDDING),
            Lowering.lane(Device.CPU, Precision.BFLOAT16, LossInput.EMBEDDING),
            Lowering.lane(Device.CPU, Precision.FLOAT32, LossInput.EMBEDDING))) {
      Path program = folder.resolve("frozen.pt");
      network.lower(lowering, network.initialWeights(Chance.of(4)), program);
      try (FrozenNetwork frozen = new FrozenNetwork(program, lowering.outputs(), Device.CPU, 4)) {
        ByteBuffer images = images();
        float[] together = embeddings(frozen, images, ROWS);
        int loaded = frozen.liveTensors();
        for (int row = 0; row < ROWS; row++) {
          float[] alone = embeddings(frozen, images.slice(row * ROW, ROW), 1);
          assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * 8, row * 8 + 8));
        }
        float[] shifted = embeddings(frozen, images.slice(3 * ROW, 7 * ROW), 7);
        assertThat(shifted).isEqualTo(Arrays.copyOfRange(together, 3 * 8, 10 * 8));
        assertThat(frozen.liveTensors()).isEqualTo(loaded);
      }
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  private static float[] embeddings(FrozenNetwork network, ByteBuffer images, int rows) {
    HostTensor embedding = network.infer(new Images(images, rows, SIDE)).get(LossInput.EMBEDDING);
    assertThat(embedding).isNotNull();
    assertThat(embedding.shape()).containsExactly(rows, 8);
    return embedding.floats();
  }

  private static ByteBuffer images() {
    Draws draws = Chance.of(9).draws();
    ByteBuffer images = ByteBuffer.allocateDirect(ROWS * ROW);
    for (int i = 0; i < images.capacity(); i++) {
      images.put(i, (byte) draws.nextInt(256));
    }
    return images;
  }
}
