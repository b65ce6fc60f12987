package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir private Path folder;

  @Test
  void isDrawnOnceAndOnlyItsOwnerReadsIt() throws IOException {
    RunDirectory run = RunDirectory.in(folder.resolve("run"));
    String token = TokenFile.of(run);
    assertThat(token).hasSize(64).matches("[0-9a-f]+").isEqualTo(TokenFile.of(run));
    assertThat(TokenFile.of(RunDirectory.in(folder.resolve("other")))).isNotEqualTo(token);
    assertThat(Files.getPosixFilePermissions(run.token()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void anEmptyFileIsNoSecret() throws IOException {
    RunDirectory run = RunDirectory.in(folder.resolve("run"));
    Files.createFile(run.token());
    assertThat(TokenFile.of(run)).hasSize(64);
  }
}
