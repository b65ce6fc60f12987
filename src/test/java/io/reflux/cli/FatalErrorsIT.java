package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error of the virtual machine, wherever it strikes, ends the process with exit code 3. */
class FatalErrorsIT {
  private static final String PIPELINE =
      """
      name = tiny
      data { dataset = image-folder, root = "PACK" }
      tasks = [ { name = source, train {
        network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16 }
        method { type = proxy-anchor }
        sampler { batch-size = 8, images-per-class = 2 }
        views {
          train { steps = [ { type = resize, side = 64, square = true } ] }
          test { steps = [ { type = resize, side = 64, square = true } ] }
        }
        epochs = 2
      } } ]
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"-XX:MaxDirectMemorySize=200k", "-Xss180k", "-Xmx12m"})
  void aProcessOutOfSomethingFails(String narrow) throws IOException, InterruptedException {
    Path file = folder.resolve("tiny.conf");
    Files.writeString(file, PIPELINE.replace("PACK", pack().toString()));
    Process child = start(narrow, file);
    try {
      assertThat(child.waitFor(4, TimeUnit.MINUTES)).as("ends by itself").isTrue();
      String told = Files.readString(folder.resolve("child.txt"));
      assertThat(child.exitValue()).as(told).isEqualTo(ExitCode.FAILED);
      assertThat(told).isNotBlank();
    } finally {
      child.destroyForcibly();
    }
  }

  private Process start(String narrow, Path file) throws IOException {
    List<String> options =
        List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", narrow);
    String run = folder.resolve("run").toString();
    return new ProcessBuilder(
            JavaCommand.of(options, Main.class, "run", file.toString(), "--run-dir", run))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.txt").toFile())
        .start();
  }

  private Path pack() throws IOException {
    Path pack = folder.resolve("pack");
    for (int label = 0; label < 8; label++) {
      for (int i = 0; i < 4; i++) {
        Path image = pack.resolve("class-" + label).resolve(i + ".png");
        Files.createDirectories(image.getParent());
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(label, i, 0xFFFFFF);
        ImageIO.write(picture, "png", image.toFile());
      }
    }
    return pack;
  }
}
