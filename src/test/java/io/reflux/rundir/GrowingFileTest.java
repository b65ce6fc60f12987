package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
  @TempDir Path folder;

  @Test
  void afterAFullDiskNothingIsMissingTornOrThereTwice() throws IOException {
    Path path = folder.resolve("file");
    try (FullChannel disk =
        new FullChannel(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE), 7)) {
      GrowingFile file = new GrowingFile(disk, 0);
      file.append(bytes("one\n"));
      file.flush();
      file.append(bytes("two\n"));
      assertThatThrownBy(file::flush).hasMessage("No space left on device");
      assertThat(path).hasContent("one\ntwo");
      file.append(bytes("three\n"));
      assertThat(file.waitingBytes()).isEqualTo(10);
      assertThatThrownBy(file::force).isInstanceOf(IOException.class);
      disk.grow(100);
      file.force();
      assertThat(path).hasContent("one\ntwo\nthree\n");
      assertThat(file.waitingBytes()).isZero();
    }
  }

  @Test
  void anOpenedFileGrowsAtItsEnd() throws IOException {
    Path path = folder.resolve("file");
    try (GrowingFile file = GrowingFile.create(path)) {
      file.append(bytes("one\n"));
    }
    try (GrowingFile file = GrowingFile.open(path)) {
      file.append(bytes("two\n"));
    }
    assertThat(path).hasContent("one\ntwo\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
