package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are not ASCII, in the bare environment of a batch job (embulk#588, jadx#1757). */
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

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=POSIX", "NONE=0"})
  void theLauncherMakesThemWork(String locale) throws Exception {
    Path pack = TinyPack.write(folder.resolve("birds"));
    String text = TinyPipeline.ofOneStudent(pack).resolved();
    Path root = folder.resolve("plain/birds");
    assertThat(text).contains(pack.toString());
    Files.writeString(
        folder.resolve("tiny.conf"), text.replace(pack.toString(), "plain/donn\u00e9es/oiseaux"));
    // Some classes for each part have such names, and so has the folder that they are in.
    shell(
        "mkdir plain && mv birds plain/ && d=$(printf 'donn\\303\\251es') && mkdir plain/$d && mv"
            + " plain/birds plain/$d/oiseaux && cd plain/$d/oiseaux && mv class-00 \"$(printf"
            + " 'M\\303\\251sange bleue')\" && mv class-09 $(printf"
            + " '\\347\\214\\233\\347\\246\\275')");
    assertThat(root).doesNotExist();
    Path home = home();
    String run =
        "cd '%s' && env -i PATH=\"$PATH\" HOME=/ %s sh '%s' run tiny.conf --run-dir r"
            .formatted(folder, locale, home.resolve("bin/reflux"));
    Process child = new ProcessBuilder("sh", "-c", run).redirectErrorStream(true).start();
    String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(told).isEqualTo(ExitCode.DONE);
    assertThat(told).doesNotContain("locale: ");
  }

  /** An installation: the launcher, and links to what this process runs. */
  private Path home() throws IOException {
    Path home = folder.resolve("home");
    Path lib = Files.createDirectories(home.resolve("lib"));
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("reflux");
    Files.copy(Path.of("src/launcher/reflux.sh"), launcher);
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(each).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        Files.createSymbolicLink(lib.resolve(path.getFileName()), path);
      } else if (Files.exists(path.resolve("io/reflux/cli/Main.class"))) {
        Files.createSymbolicLink(home.resolve("conf"), path);
      }
    }
    return home;
  }

  /** Whatever this process's own locale is, the shell writes the bytes that it is told. */
  private void make(String path) throws IOException, InterruptedException {
    String words = "p=\"" + path + "\"; mkdir -p \"${p%/*}\" && : > \"$p\"";
    shell(words);
  }

  private void shell(String words) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", words).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();
  }

  private Process java(String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(List.of("-XX:TieredStopAtLevel=1"), Main.class, words))
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }
}
