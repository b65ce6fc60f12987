package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import io.reflux.run.TinyPack;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What benches write for themselves, they take away. */
class BenchFoldersIT {
  private static final String PIPELINE =
      """
      name = tiny
      data { dataset = image-folder, root = "PACK" }
      shared {
        network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16 }
        sampler { batch-size = 8, images-per-class = 2 }
        views {
          train { steps = [{ type = resize, side = 16, square = true }] }
          test { steps = [{ type = resize, side = 16, square = true }] }
        }
      }
      tasks = [
        { name = source, train {
          network = ${shared.network}, method { type = proxy-anchor }
          sampler = ${shared.sampler}, views = ${shared.views}, epochs = 1
        } }
        { name = target, needs = [source], distill {
          teacher { task = source }, student { method { type = pkt } }
          network = ${shared.network}, sampler = ${shared.sampler}, views = ${shared.views}, epochs = 1
        } }
      ]
      """;

  @TempDir Path folder;

  @Test
  void ofSimulatedNodes() throws Exception {
    isEmptyAfter("nodes", "--nodes=1", "--lanes=1", "--steps=1", "--millis=1", "--side=8");
  }

  @Test
  void ofStagesThatTakeTurns() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Path file = folder.resolve("overlap.conf");
    Files.writeString(file, PIPELINE.replace("PACK", pack.toString()));
    isEmptyAfter("overlap", file.toString());
  }

  private void isEmptyAfter(String... words) throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    List<String> options = JavaCommand.with(JavaCommand.BRIEF, "-Djava.io.tmpdir=" + temporary);
    List<String> command = new ArrayList<>(JavaCommand.of(options, Main.class, "bench"));
    command.addAll(List.of(words));
    File told = folder.resolve("told.txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(told)
            .start();
    assertThat(process.waitFor()).as(Files.readString(told.toPath())).isZero();
    assertThat(temporary).isEmptyDirectory();
  }
}
