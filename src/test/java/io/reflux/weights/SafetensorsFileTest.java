package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  @TempDir Path folder;

  static Stream<String> golden() throws IOException {
    return GoldenCheckpoints.files(".safetensors");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatItWritesItReads(String file) throws IOException {
    if (GoldenCheckpoints.expected(file).path("outcome").textValue().equals("refuse")) {
      return;
    }
    SafetensorsFile read = SafetensorsFile.read(GoldenCheckpoints.FOLDER.resolve(file));
    Path copy = folder.resolve(file);
    read.write(copy);
    assertThat(SafetensorsFile.read(copy)).isEqualTo(read);
    assertThat(SafetensorsFile.read(copy).tensors().names())
        .containsExactlyElementsOf(read.tensors().names());
  }

  @Test
  void wideElementsAreAligned() throws IOException {
    NamedTensors mixed =
        NamedTensors.NONE
            .with("flag", new HostTensor(ElementType.BOOL, new long[] {3}, ByteBuffer.allocate(3)))
            .with("weight", HostTensor.of(new float[] {1, 2}, 2));
    Path file = folder.resolve("mixed.safetensors");
    new SafetensorsFile(mixed, Map.of()).write(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int dataStart = 8 + Long.valueOf(Long.reverseBytes(bytes.getLong(0))).intValue();
    assertThat(dataStart % 8).isZero();
    assertThat(Float.intBitsToFloat(Integer.reverseBytes(bytes.getInt(dataStart)))).isEqualTo(1f);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("kept.safetensors");
    SafetensorsFile old =
        new SafetensorsFile(
            NamedTensors.NONE.with("a", HostTensor.of(new float[] {1}, 1)), Map.of());
    old.write(file);
    assertThatThrownBy(
            () ->
                DurableFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.allocate(100));
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(SafetensorsFile.read(file)).isEqualTo(old);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void everyBitThatChangesIsFound() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafetensorsFile written =
        new SafetensorsFile(
            NamedTensors.NONE
                .with("conv.weight", HostTensor.of(new float[] {1, -2, 3}, 1, 3))
                .with("steps", HostTensor.of(new float[] {7}, 1)),
            Map.of("format", "pt", "model", "mean = 0.485"));
    written.write(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);
      try {
        // What isn't found changes nothing: a space of the padding, the name of the checksum.
        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(read.tensors()).isEqualTo(written.tensors());
        assertThat(read.metadata()).containsAllEntriesOf(written.metadata());
      } catch (WeightsException e) {
        assertThat(e.getMessage()).startsWith(file + ": ").contains("(expected: ");
      }
    }
    Files.write(file, bytes);
    assertThat(SafetensorsFile.read(file)).isEqualTo(written);
  }

  @Test
  void aFlippedBitIsOneSentenceThatNamesTheFile() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafetensorsFile weights =
        new SafetensorsFile(
            NamedTensors.NONE.with("a", HostTensor.of(new float[] {1}, 1)), Map.of());
    weights.write(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .hasMessageMatching(
            ".*weights.safetensors: damaged since it was written: CRC-32C [0-9a-f]{8}"
                + " \\(expected: [0-9a-f]{8}\\)");
  }

  @Test
  void theChecksumOfWeightsNeverChanges() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    new SafetensorsFile(
            NamedTensors.NONE
                .with("b", HostTensor.of(new float[] {1, 2}, 2, 1))
                .with("a", new HostTensor(ElementType.UINT8, new long[0], ByteBuffer.allocate(1))),
            Map.of("format", "pt"))
        .write(file);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\"reflux-crc32c\":\"4b162979\"");
    assertThat(SafetensorsFile.read(file).metadata()).containsOnlyKeys("format");
  }

  @Test
  void theLayoutMayChange() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    HostTensor one = HostTensor.of(new float[] {1}, 1);
    HostTensor two = HostTensor.of(new float[] {2}, 1);
    SafetensorsFile written =
        new SafetensorsFile(NamedTensors.NONE.with("b", one).with("a", two), Map.of("x", "y"));
    Map<String, String> sealed = Map.of("x", "y", TensorsChecksum.KEY, TensorsChecksum.of(written));
    new SafetensorsFile(NamedTensors.NONE.with("a", two).with("b", one), sealed).writeAlone(file);
    assertThat(SafetensorsFile.read(file).tensors()).isEqualTo(written.tensors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1", "UTF-16"})
  void aHeaderInAnotherEncodingIsRefused(String encoding) throws IOException {
    byte[] header = "{\"ä\": {}}".getBytes(Charset.forName(encoding));
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("other.safetensors");
    Files.write(file, bytes.putLong(header.length).put(header).array());
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": header: ")
        .hasMessageEndingWith("(expected: a JSON object)");
  }

  @Test
  void refusesToWriteATensorWithTheHeadersOwnName() {
    NamedTensors reserved = NamedTensors.NONE.with("__metadata__", HostTensor.of(new float[1], 1));
    assertThatThrownBy(
            () -> new SafetensorsFile(reserved, Map.of()).write(folder.resolve("x.safetensors")))
        .hasMessage("tensor name: __metadata__ (expected: another)");
  }
}
