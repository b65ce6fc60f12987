package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFaultTest {
  @Test
  void theReasonStandsWithoutThePath() {
    assertThat(FileFault.reason(new NoSuchFileException("a/b"))).isEqualTo("it is gone");
    assertThat(FileFault.reason(new AccessDeniedException("a/b"))).isEqualTo("no right to it");
    assertThat(FileFault.reason(new FileSystemException("a/b", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileFault.reason(new FileAlreadyExistsException("a/b")))
        .isEqualTo("FileAlreadyExistsException");
    assertThat(FileFault.reason(new IOException("Input/output error")))
        .isEqualTo("Input/output error");
    assertThat(FileFault.reason(new IOException())).isEqualTo("IOException");
  }

  @Test
  void theSentenceNamesThePathIfTheFaultDoes() {
    assertThat(FileFault.sentence(new NoSuchFileException("a/b"))).isEqualTo("a/b: it is gone");
    assertThat(FileFault.sentence(new IOException("Stale file handle")))
        .isEqualTo("Stale file handle");
  }
}
