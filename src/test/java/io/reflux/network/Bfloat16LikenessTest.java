package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.intake.Box;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.Picture;
import io.reflux.objective.LossInput;
import io.reflux.view.Filter;
import io.reflux.view.Resampler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A teacher in bfloat16 answers as the one in float32 does. */
class Bfloat16LikenessTest {
  private static final int SIDE = 64;
  private static final int COUNT = 24;

  /** For which a program is written; it runs on the processor here. */
  private static final Device GPU = new Device(Device.Kind.GPU, 0);

  @TempDir Path folder;

  /**
   * Real images, one of every few of the quickstart's, and batch norm's statistics are those of the
   * images. What all embeddings have in common hides differences, so they are compared without
   * their mean too.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv4",
        "resnet18",
        "bn-inception",
        "vit",
        "mobilenet-v3-small, bn-momentum = 0.5",
        "efficientnet, depth = 0.5, bn-momentum = 0.5",
        "regnet-y",
        "convnext"
      })
  void embeddingsPointTheSameWay(String backbone) throws IOException {
    Network network = Settings.read("backbone = " + backbone + ", embedding = 128").build();
    ByteBuffer images = images();
    Map<String, HostTensor> weights = settled(network, images);
    float[] exact =
        embeddings(
            network,
            Lowering.lane(Device.CPU, Precision.FLOAT32, LossInput.EMBEDDING),
            weights,
            images);
    Lowering lane = Lowering.lane(Device.CPU, Precision.BFLOAT16, LossInput.EMBEDDING);
    alike(exact, embeddings(network, lane, weights, images), 0.001);
    // Convolution, bias and sum are rounded one by one.
    Lowering elsewhere = Lowering.lane(GPU, Precision.BFLOAT16, LossInput.EMBEDDING);
    alike(exact, embeddings(network, elsewhere, weights, images), 0.002);
  }

  private static void alike(float[] exact, float[] short16, double off) {
    float[] exactCentred = centred(exact);
    float[] centred = centred(short16);
    for (int i = 0; i < COUNT; i++) {
      assertThat(Cosine.of(exact, i, short16, i, exact.length / COUNT))
          .as("image %d", i)
          .isBetween(1 - off, 1.000001);
      assertThat(Cosine.of(exactCentred, i, centred, i, exactCentred.length / COUNT))
          .as("image %d", i)
          .isBetween(1 - 10 * off, 1.000001);
    }
    assertThat(short16).isNotEqualTo(exact);
  }

  /** The rows without their mean. */
  private static float[] centred(float[] rows) {
    int size = rows.length / COUNT;
    float[] result = rows.clone();
    for (int i = 0; i < size; i++) {
      double mean = 0;
      for (int row = 0; row < COUNT; row++) {
        mean += (double) rows[row * size + i] / COUNT;
      }
      for (int row = 0; row < COUNT; row++) {
        result[row * size + i] -= (float) mean;
      }
    }
    return result;
  }

  private Map<String, HostTensor> settled(Network network, ByteBuffer images) throws IOException {
    Path file = folder.resolve("training.pt");
    Map<String, HostTensor> first = network.initialWeights(Chance.of(1));
    network.lower(Lowering.training(Precision.FLOAT32, LossInput.EMBEDDING), first, file);
    try (TensorScope scope = TensorScope.open("settling", Device.CPU);
        Program program = Program.load(file, scope)) {
      program.train();
      NDArray pixels =
          scope.manager().create(images, new Shape(COUNT, SIDE, SIDE, 3), DataType.UINT8);
      for (int i = 0; i < 30; i++) { // 0.9^30 of the first statistics stays
        try (TensorScope call = scope.inner()) {
          Autograd.paused(() -> program.run("forward", new NDList(pixels), call.manager()));
        }
      }
      return program.snapshot();
    }
  }

  private float[] embeddings(
      Network network, Lowering lowering, Map<String, HostTensor> weights, ByteBuffer images)
      throws IOException {
    Path file = folder.resolve(lowering.use() + "-" + lowering.precision() + ".pt");
    network.lower(lowering, weights, file);
    try (FrozenNetwork frozen =
        new FrozenNetwork(file, List.of(LossInput.EMBEDDING), Device.CPU, 8)) {
      return frozen.infer(new Images(images, COUNT, SIDE)).values().iterator().next().floats();
    }
  }

  private static ByteBuffer images() throws IOException {
    Decoder decoder = new Decoder(new DecodeSettings(1 << 24, false, 0));
    ByteBuffer images = ByteBuffer.allocateDirect(COUNT * SIDE * SIDE * 3);
    try (ZipFile zip = new ZipFile("pipelines/data/quickstart.zip")) {
      List<? extends ZipEntry> entries =
          Collections.list(zip.entries()).stream()
              .filter(entry -> entry.getName().endsWith(".png"))
              .toList();
      for (int i = 0; i < COUNT; i++) {
        ZipEntry entry = entries.get(i * (entries.size() / COUNT));
        Picture picture = decoder.decode(zip.getInputStream(entry).readAllBytes());
        Box whole = new Box(0, 0, picture.width(), picture.height());
        images.put(Resampler.resize(picture, whole, SIDE, SIDE, Filter.BILINEAR).rgb());
      }
    }
    return images.flip();
  }
}
