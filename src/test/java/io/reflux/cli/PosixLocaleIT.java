package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that was started without the launcher, in the bare environment of a batch job. */
class PosixLocaleIT {
  @TempDir private Path folder;

  @Test
  void accentedNamesAreRefusedWithTheRemedy() throws Exception {
    make("data/$(printf 'M\\303\\251sange')/1.png");
    make("data/Pinson/1.png");
    Path file = folder.resolve("tiny.conf");
    Files.writeString(
        file, "name = tiny\ntasks = []\ndata { dataset = image-folder, root = data }\n");
    Process child = java("check", file.toString());
    String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(told).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(told.lines().findFirst().orElse(""))
        .startsWith("locale: ")
        .endsWith(
            " (expected: UTF-8; LC_ALL=C.UTF-8 sets it): files whose names are not ASCII can't be"
                + " read");
    assertThat(told)
        .contains("tiny.conf:3: data.root: ")
        .contains("the name of a file in ")
        .doesNotContain("\tat ");
  }

  /** Whatever this process's own locale is, the shell writes the bytes that it is told. */
  private void make(String path) throws IOException, InterruptedException {
    String words = "p=\"" + path + "\"; mkdir -p \"${p%/*}\" && : > \"$p\"";
    Process shell = new ProcessBuilder("sh", "-c", words).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();
  }

  private Process java(String... words) throws IOException {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }
}
