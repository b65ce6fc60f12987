package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A training that a rate throws out of all bounds, and what is told of the steps before. */
class ReplayCommandTest {
  private static final String WILD =
      """
      name = wild
      data { dataset = image-folder, root = "%s" }
      machine { loaders = 1 }
      tasks = [
        { name = t
          train {
            network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
            method { type = proxy-anchor }
            optimizer { type = sgd, lr = 1e6 }
            sampler { batch-size = 8, images-per-class = 2 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            checkpoint.every = 2 steps
            epochs = 2
            evaluate { metrics = ["recall@1"], best = "recall@1" }
          } }
      ]
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theFirstTensorThatWentIsNamed() throws IOException {
    Path run = folder.resolve("run");
    Path file = folder.resolve("wild.conf");
    Path data = Path.of("pipelines/data/quickstart.zip").toAbsolutePath();
    Files.writeString(file, WILD.formatted(data));
    assertThat(reflux("run", file.toString(), "--run-dir", run.toString())).isEqualTo(3);
    long failed = failedStep(run);
    assertThat(out.toString()).contains("failed: t: student t, step " + failed + ": ");

    assertThat(reflux("replay", run.toString(), String.valueOf(failed))).isEqualTo(3);
    assertThat(out.toString())
        .contains("t, step " + failed + ", from the ")
        .contains("it failed then: student t, step " + failed)
        .containsPattern("the first that is not finite: \\S+.* in [\\d,]+ of [\\d,]+ values")
        .doesNotContain("another one");

    assertThat(reflux("replay", run.toString(), "1", "--all")).isZero();
    assertThat(out.toString())
        .contains("t, step 1, from the beginning")
        .contains("every tensor is finite")
        .containsPattern("gradient +bn1.weight +4 ");
  }

  @Test
  void whatThereIsNotIsBadUsage() throws IOException {
    assertThat(reflux("replay", folder.toString(), "1")).isEqualTo(2);
    Path data = Path.of("pipelines/data/quickstart.zip").toAbsolutePath();
    Files.writeString(folder.resolve("pipeline.conf"), WILD.formatted(data));
    assertThat(reflux("replay", folder.toString(), "0")).isEqualTo(2);
    assertThat(err.toString()).contains("STEP: 0 (expected: >= 1)");
    assertThat(reflux("replay", folder.toString(), "1", "--task", "u")).isEqualTo(2);
    assertThat(err.toString()).contains("--task: u (expected: one of t)");
    assertThat(reflux("replay", folder.toString(), "9999999")).isEqualTo(3);
    assertThat(out.toString()).containsPattern("STEP: 9999999 \\(expected: at most \\d+, of 2 ep");
  }

  private static long failedStep(Path run) throws IOException {
    List<String> names;
    try (Stream<Path> captures = Files.list(run.resolve("captures"))) {
      names = captures.map(each -> each.getFileName().toString()).toList();
    }
    Matcher step = Pattern.compile("t-step-0*(\\d+)").matcher(names.get(0));
    assertThat(names).hasSize(1);
    assertThat(step.matches()).isTrue();
    return Long.parseLong(step.group(1));
  }

  private int reflux(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
