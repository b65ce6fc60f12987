package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and pickles with bytes changed at random: loaded or refused, and never anything else. */
class HostileFilesTest {
  private static final int TRIES = 400;

  @TempDir Path folder;

  static Stream<String> files() throws IOException {
    return Stream.concat(
        GoldenCheckpoints.files(".pth"),
        Stream.concat(
            GoldenCheckpoints.files(".pth.tar"), GoldenCheckpoints.files(".safetensors")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aChangedFileIsLoadedOrRefused(String name) throws IOException {
    byte[] original = Files.readAllBytes(GoldenCheckpoints.FOLDER.resolve(name));
    Draws draws = Chance.of(3).at(name).draws();
    for (int i = 0; i < TRIES / 10 && original.length > 0; i++) {
      Path file = Files.write(folder.resolve(i + name), changed(original, draws));
      loadOrRefuse(() -> WeightsFile.read(file));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aChangedPickleIsLoadedOrRefused(String name) throws IOException {
    byte[] original = pickle(GoldenCheckpoints.FOLDER.resolve(name));
    Draws draws = Chance.of(4).at(name).draws();
    for (int i = 0; i < TRIES && original.length > 0; i++) {
      ByteBuffer bytes = ByteBuffer.wrap(changed(original, draws));
      PickleInput in = new PickleInput(Path.of(name), "pickle", bytes);
      loadOrRefuse(
          () -> new Unpickler(in, (key, type, count) -> new TorchStorage(type, count)).read());
    }
  }

  /** What the file says, or an exception of another kind, ends the test. */
  private static void loadOrRefuse(Reading reading) throws IOException {
    try {
      reading.run();
    } catch (WeightsException e) {
      assertThat(e.getMessage()).contains(": ");
    }
  }

  private static byte[] pickle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean zip = bytes.length > 2 && bytes[0] == 'P' && bytes[1] == 'K';
    if (!zip) {
      return bytes;
    }
    try (ZipRecords records = ZipRecords.open(file)) {
      String folder = records.folderOf("data.pkl").orElse("");
      ByteBuffer record = records.read(folder + "data.pkl");
      byte[] pickle = new byte[record.remaining()];
      record.order(ByteOrder.LITTLE_ENDIAN).get(pickle);
      return pickle;
    } catch (WeightsException e) {
      return new byte[0];
    }
  }

  private static byte[] changed(byte[] original, Draws draws) {
    byte[] bytes = original.clone();
    for (int changes = 1 + draws.nextInt(3); changes > 0; changes--) {
      bytes[draws.nextInt(bytes.length)] = (byte) draws.nextInt(256);
    }
    return bytes;
  }

  private interface Reading {
    void run() throws IOException;
  }
}
