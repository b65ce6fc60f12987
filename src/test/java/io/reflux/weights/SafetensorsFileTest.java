package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  void refusesToWriteATensorWithTheHeadersOwnName() {
    NamedTensors reserved = NamedTensors.NONE.with("__metadata__", HostTensor.of(new float[1], 1));
    assertThatThrownBy(
            () -> new SafetensorsFile(reserved, Map.of()).write(folder.resolve("x.safetensors")))
        .hasMessage("tensor name: __metadata__ (expected: another)");
  }
}
