package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual, where libraries come before the program on the class path, as in an installation. */
class DocsIT {
  @TempDir private Path folder;

  @Test
  void otherLibrariesHaveDefaultsOfTheSameName() throws Exception {
    Path library = Files.createDirectory(folder.resolve("library"));
    Files.writeString(library.resolve("reference.conf"), "some.library.key = 1\n");
    Path manual = folder.resolve("the manual");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                library + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName(),
                "docs",
                manual.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(told).isEqualTo(ExitCode.DONE);
    assertThat(manual.resolve("method.html")).content().contains("relaxed-contrastive");
  }
}
