package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data that vanishes or is cut off while it is read: waited for, and never left out. */
class StorageFaultsTest {
  private static final DecodeSettings DECODE = new DecodeSettings(1 << 20, false, 0);
  private static final StoragePatience PATIENCE =
      new StoragePatience(Duration.ofMinutes(10), Duration.ofMillis(200), Duration.ofSeconds(10));

  @TempDir Path folder;
  private final PassingTime time = new PassingTime();

  @ParameterizedTest
  @EnumSource
  void dataThatIsGoneForAWhileIsWaitedFor(PackedImages packed) throws IOException {
    Dataset images = packed.make(folder).train();
    PictureReader reader = reader(images);
    assertThat(reader.read(0)).isInstanceOf(Picture.class);
    Harm harm = new Harm(packed.file(folder));
    time.during(3, harm::mend);
    for (int id = 1; id < images.size(); id++) {
      assertThat(reader.read(id)).isInstanceOf(Picture.class);
    }
    assertThat(time.delays()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void dataThatStaysAwayEndsTheReading(PackedImages packed) throws IOException {
    PictureReader reader = reader(packed.make(folder).train());
    new Harm(packed.file(folder));
    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("storage: " + packed.file(folder))
        .hasMessageContaining(" can't be read: ")
        .hasMessageEndingWith("(expected: to be read within 10 minutes)");
    assertThat(time.passed()).isEqualTo(PATIENCE.longest());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER")
  void anArchiveThatComesBackAsAnotherIsNotRead(PackedImages packed) throws IOException {
    PictureReader reader = reader(packed.make(folder).train());
    Path file = packed.file(folder);
    byte[] other = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 512);
    new Harm(file);
    time.during(3, () -> Files.write(file, other));
    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("it has " + other.length + " bytes (expected: ");
  }

  @Test
  void whatCanBeReadButNotDecodedIsUnreadableAtOnce() throws IOException {
    Dataset images = PackedImages.FOLDER.make(folder).train();
    Path second = PackedImages.FOLDER.file(folder).resolve(images.name(1));
    Files.write(second, new byte[] {1, 2, 3});
    PictureReader reader = reader(images);
    assertThat(reader.read(1)).isInstanceOf(Unreadable.class);
    assertThat(time.delays()).isEmpty();
  }

  /** Moves a folder away; cuts a file off. */
  private final class Harm {
    private final Path file;
    private final byte[] whole;
    private final boolean isFolder;

    Harm(Path file) throws IOException {
      this.file = file;
      isFolder = Files.isDirectory(file);
      whole = isFolder ? new byte[0] : Files.readAllBytes(file);
      if (isFolder) {
        Files.move(file, folder.resolve("away"));
      } else {
        Files.write(file, Arrays.copyOf(whole, 30));
      }
    }

    void mend() throws IOException {
      if (isFolder) {
        Files.move(folder.resolve("away"), file);
      } else {
        Files.write(file, whole);
      }
    }
  }

  private PictureReader reader(Dataset images) {
    return new PictureReader(images, DECODE, new Storage(PATIENCE, StorageListener.NONE, time));
  }
}
