package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.chance.Draws;
import io.reflux.engine.HostTensor;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights files from anywhere: what {@code torch.save} writes, and safetensors. */
class WeightsFuzzTest {
  /** Opcodes and names that pickles are made of. */
  private static final List<String> PICKLED =
      List.of(
          "(",
          ")",
          "]",
          "}",
          "l",
          "t",
          "d",
          "e",
          "u",
          "s",
          "a",
          "R",
          "b",
          "Q",
          "o",
          "0",
          "1",
          "2",
          "N",
          "I1\n",
          "L1L\n",
          "F1.5\n",
          "S'a'\n",
          "Va\n",
          "g0\n",
          "p0\n",
          "q\0",
          "h\0",
          ".",
          "\u0081",
          "\u0085",
          "\u0088",
          "\u0094",
          "\u008a\u0004abcd",
          "K\7",
          "M\1\1",
          "X\3\0\0\0abc",
          "X\u00ff\u00ff\u00ff\u00ff",
          "\u008d\u00ff\u00ff\u00ff\u00ff\0\0\0\0",
          "ccollections\nOrderedDict\n",
          "ctorch._utils\n_rebuild_tensor_v2\n",
          "ctorch\nFloatStorage\n",
          "cos\nsystem\n",
          "imy.project\nA\n",
          "\u0080\2",
          "\u0095");

  private static final List<String> JSON =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\"F32\"",
          "\"dtype\"",
          "\"shape\"",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "-1",
          "1e99",
          "null",
          "\\u0000",
          "[[[[[[[[");

  @TempDir Path folder;
  private int file;

  @Test
  void pickles() throws Exception {
    pickled().few(3000);
    grown().few(2500);
  }

  @Test
  void safetensors() throws Exception {
    safe().few(4500);
  }

  @Test
  @Campaign
  void manyPickles() throws Exception {
    pickled().many(3000);
    grown().many(2500);
  }

  @Test
  @Campaign
  void manySafetensors() throws Exception {
    safe().many(4500);
  }

  private Fuzz pickled() throws IOException {
    return new Fuzz(
        "pickles",
        new Mutations(List.of(torch(false), torch(true)), PICKLED),
        input -> read(input, ".pth"),
        WeightsException.class::isInstance);
  }

  /** Pickles that nobody wrote: words of the format in any order. */
  private Fuzz grown() {
    return new Fuzz(
        "grown pickles",
        WeightsFuzzTest::anyWords,
        input -> read(input, ".pth"),
        WeightsException.class::isInstance);
  }

  private Fuzz safe() throws IOException {
    Path sample = folder.resolve("sample.safetensors");
    new SafetensorsFile(
            new NamedTensors(
                Map.of(
                    "a.weight", HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2),
                    "b", HostTensor.of(new float[] {5}))),
            Map.of("format", "pt"))
        .write(sample);
    byte[] header =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] plain =
        ByteBuffer.allocate(8 + header.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array();
    return new Fuzz(
        "safetensors",
        new Mutations(List.of(Files.readAllBytes(sample), plain), JSON),
        input -> read(input, ".safetensors"),
        WeightsException.class::isInstance);
  }

  private byte[] torch(boolean legacy) throws IOException {
    TorchSamples samples =
        new TorchSamples()
            .dict("model", s -> s.tensor("conv.weight", 2, 3).tensor("bn.bias", 4))
            .dict("model_ema", s -> s.tensor("conv.weight", 2, 3))
            .beside("lr_scheduler", "ccollections\nCounter\n((dI30\nI1\nstR")
            .beside("epoch", "I4\n");
    Path sample = folder.resolve("sample.pth");
    return Files.readAllBytes(legacy ? samples.writeLegacy(sample) : samples.write(sample));
  }

  private static byte[] anyWords(Draws draws) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x80, 2});
    for (int i = draws.nextInt(40); i >= 0; i--) {
      String word = PICKLED.get(draws.nextInt(PICKLED.size()));
      bytes.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.write('.');
    return bytes.toByteArray();
  }

  /** Never twice under one name: what was read is mapped, and may not change under its reader. */
  private void read(byte[] input, String ending) throws IOException {
    Path path = Files.write(folder.resolve(file++ + ending), input);
    try {
      assertThat(WeightsFile.read(path).names()).doesNotContainNull();
    } finally {
      Files.delete(path);
    }
  }
}
