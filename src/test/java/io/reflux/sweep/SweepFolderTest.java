package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a folder whose {@code sweep.json} can't be gone on with. */
class SweepFolderTest {
  @TempDir private Path folder;

  @Test
  void aSweepOfAVersionWithoutSharedTasksSaysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("sweep.json"), "{\"version\": \"0.0.9\", \"trials\": []}");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new SweepFolder(folder).read())
        .withMessage(
            folder.toAbsolutePath().normalize().resolve("sweep.json")
                + ": written by version 0.0.9, which knew no tasks that trials share (expected:"
                + " another --sweep-dir, where the sweep begins anew; its trials go on with reflux"
                + " resume)");
  }

  @Test
  void whatIsNoSweepIsNamed() throws IOException {
    Files.writeString(folder.resolve("sweep.json"), "[");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new SweepFolder(folder).read())
        .withMessageEndingWith("(expected: a sweep)");
  }
}
