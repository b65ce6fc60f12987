package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  @Test
  void whoHoldsItIsSaid() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    RunLock held = RunLock.take(run);
    try (held) {
      assertThatThrownBy(() -> RunLock.take(run))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              folder + ": in use by process " + ProcessHandle.current().pid() + " on ")
          .hasMessageEndingWith(" (expected: one run at a time)");
      Files.writeString(run.lock(), "");
      assertThatThrownBy(() -> RunLock.take(run)).hasMessageContaining("by another process (");
    }
    try (RunLock again = RunLock.take(run)) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenToIsSaid() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    Files.createDirectory(run.lock());
    assertThatThrownBy(() -> RunLock.take(run))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": ")
        .hasMessageEndingWith(" (expected: a folder that can be written to)");
    Files.delete(run.lock());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(folder), "this user may write anywhere");
      assertThatThrownBy(() -> RunLock.take(run))
          .hasMessageStartingWith(folder + ": no right to write run.lock");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
