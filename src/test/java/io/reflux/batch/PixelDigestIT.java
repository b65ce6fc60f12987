package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache outlives the process that filled it: the digest that names it is the same in another. */
class PixelDigestIT {
  @TempDir Path folder;

  @Test
  void anotherJvmComesToTheSame() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process other =
        new ProcessBuilder(
                JavaCommand.of(
                    List.of("-XX:TieredStopAtLevel=1", "-Duser.language=tr"), PixelDigestIT.class))
            .redirectError(errors.toFile())
            .start();
    byte[] said = other.getInputStream().readAllBytes();
    assertThat(other.waitFor()).as(Files.readString(errors)).isZero();
    assertThat(new String(said, StandardCharsets.US_ASCII).strip())
        .isEqualTo(PixelDigestTest.KNOWN);
  }

  /** Prints the digest. */
  public static void main(String[] none) {
    System.out.println(PixelDigestTest.quickstart(""));
  }
}
