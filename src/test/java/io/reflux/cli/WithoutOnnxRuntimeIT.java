package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import io.reflux.engine.OnnxRuntime;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation without the optional part: what needs it is refused in a sentence. */
class WithoutOnnxRuntimeIT {
  private static final String EXPECTED =
      "(expected: ONNX Runtime, which isn't installed: com.microsoft.onnxruntime:onnxruntime:1.21.1"
          + " in /opt/reflux/lib/ext)";

  private static final String TEXT =
      """
      name = without
      data { dataset = image-folder, root = data }
      tasks = [
        { name = target
          distill {
            teacher { program = "theirs.onnx" }
            student {
              network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
              method { type = relaxed-contrastive }
              optimizer { type = adamw, lr = 1e-3 }
            }
            sampler { batch-size = 4, images-per-class = 2 }
            views {
              train { steps = [ { type = resize, side = 16, square = true } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 1
          } }
        { name = leave
          export { task = target, formats = [onnx] } }
      ]
      """;

  @TempDir private Path folder;

  @Test
  void checkSaysSoOfATeacherAndOfAnExport() throws Exception {
    new CaseFolder(folder).pictures(8);
    Files.writeString(folder.resolve("theirs.onnx"), "a model");
    Path pipeline = Files.writeString(folder.resolve("p.conf"), TEXT);
    assertThat(told(ExitCode.BAD_INPUT, "check", pipeline.toString()))
        .contains(
            "p.conf:6: tasks[0].distill.teacher.program: \"theirs.onnx\" " + EXPECTED,
            "p.conf:20: tasks[1].export.formats: [\"onnx\"] " + EXPECTED);
  }

  @Test
  void soDoesWhatTakesAModel() throws Exception {
    new CaseFolder(folder).pictures(8);
    Path model = Files.writeString(folder.resolve("mine.onnx"), "a model");
    assertThat(
            told(ExitCode.BAD_INPUT, "embed", model.toString(), folder.resolve("data").toString()))
        .isEqualTo("reflux embed: " + model + " " + EXPECTED + "\n");
  }

  @Test
  void theVersionThatIsNamedIsTheOneThatIsBuiltWith() throws Exception {
    assertThat(OnnxRuntime.missing()).isEmpty();
    assertThat(Files.readString(Path.of("pom.xml")).replaceAll("\\s+", ""))
        .contains("<artifactId>onnxruntime</artifactId><version>1.21.1</version>");
    assertThat(Files.readString(Path.of("src/launcher/archive.sh")))
        .contains("-Dartifact=com.microsoft.onnxruntime:onnxruntime:1.21.1 ");
  }

  private static String told(int code, String... words) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            JavaCommand.of(
                JavaCommand.with(JavaCommand.BRIEF, "-Dreflux.home=/opt/reflux"),
                Main.class,
                words));
    int place = line.indexOf("-cp") + 1;
    line.set(
        place,
        Stream.of(line.get(place).split(File.pathSeparator))
            .filter(each -> !each.contains("onnxruntime"))
            .collect(Collectors.joining(File.pathSeparator)));
    Process child = new ProcessBuilder(line).redirectErrorStream(true).start();
    String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(told).isEqualTo(code);
    return told;
  }
}
