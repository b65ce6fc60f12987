package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ImageNet MobileNetV2 converted from TensorFlow, on an image whose features are known. The file
 * is not part of this project: the folder that holds it is named by REFLUX_WEIGHTS.
 */
class PublishedMobileNetTest {
  private static final String FILE = "mobilenet_v2_imagenet.safetensors";
  private static final int SIDE = 224;

  @TempDir Path folder;

  @Test
  void paddingAsInTensorFlowGivesItsFeatures() throws IOException {
    Map<String, HostTensor> answers = answers("same");
    float[] features = Objects.requireNonNull(answers.get("features")).floats();
    assertThat(features).hasSize(1280);
    assertThat(mean(features)).isCloseTo(0.37571, within(1e-4));
    assertThat(max(features)).isCloseTo(5.97983, within(1e-3));
    float[] first = {0, 3.9709f, 3.6417f, 0, 0.0158f};
    assertThat(java.util.Arrays.copyOf(features, 5)).containsExactly(first, within(1e-3f));
    assertThat(best(answers)).isEqualTo(542);
  }

  @Test
  void paddingAsInPyTorchGivesOthers() throws IOException {
    Map<String, HostTensor> answers = answers("centred");
    float[] features = Objects.requireNonNull(answers.get("features")).floats();
    assertThat(mean(features)).isCloseTo(0.40570, within(1e-4));
    assertThat(max(features)).isCloseTo(5.25250, within(1e-3));
    assertThat(best(answers)).isEqualTo(767);
  }

  private Map<String, HostTensor> answers(String padding) throws IOException {
    String where = System.getenv("REFLUX_WEIGHTS");
    Path file = Path.of(where == null ? "" : where).resolve(FILE);
    assumeTrue(Files.isRegularFile(file), "no " + FILE + " in a folder named by REFLUX_WEIGHTS");
    NetworkSettings settings =
        Settings.read(
            "backbone = mobilenet-v2, pooling = average, embedding = 1000, keys = torchvision,"
                + " normalization { mean = [0.5, 0.5, 0.5], deviation = [0.5, 0.5, 0.5] }, padding"
                + " = "
                + padding
                + ", weights = \""
                + file
                + "\", weights-keys = torchvision");
    Network network = settings.build();
    Path program = folder.resolve(padding + ".pt");
    List<String> outputs = List.of("embedding", "features");
    network.lower(
        Lowering.inference(Precision.FLOAT32, outputs.toArray(String[]::new)),
        FirstWeights.published(settings, network),
        program);
    try (FrozenNetwork frozen = new FrozenNetwork(program, outputs, Device.CPU, 1)) {
      return frozen.infer(new Images(probe(), 1, SIDE));
    }
  }

  private static ByteBuffer probe() {
    ByteBuffer pixels = ByteBuffer.allocateDirect(SIDE * SIDE * 3);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        for (int channel = 0; channel < 3; channel++) {
          pixels.put((byte) ((7 * y + 3 * x + 50 * channel) % 256));
        }
      }
    }
    return pixels.flip();
  }

  private static int best(Map<String, HostTensor> answers) {
    float[] classes = Objects.requireNonNull(answers.get("embedding")).floats();
    return IntStream.range(0, classes.length)
        .reduce((a, b) -> classes[b] > classes[a] ? b : a)
        .orElseThrow();
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double max(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).max().orElseThrow();
  }
}
