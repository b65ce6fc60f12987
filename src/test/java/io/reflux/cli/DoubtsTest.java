package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code check} says of a pipeline that can run, and hardly does what somebody wants. */
class DoubtsTest {
  private static final String SOURCE = "tasks.source.train.";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule={ type = cosine, warm-up = 1000 epochs }"
            + "|source: schedule.warm-up: longer than the training, so the rate comes to",
        "schedule={ type = multi-step, milestones = [900] }"
            + "|source: schedule: the rate stays the same in all 280 steps",
        "optimizer.lr=0|source: optimizer.lr: 0 (expected: > 0: no step changes a weight)",
        "optimizer.lr=3e3"
            + "|source: optimizer.lr: 3000.0 (expected: something like 1e-6 … 1e-2, as is usual",
        "optimizer.lr=1e-12|source: optimizer.lr: 1.0E-12 (expected: something like 1e-6 … 1e-2",
        "optimizer={ type = sgd, lr = 30 }"
            + "|source: optimizer.lr: 30.0 (expected: something like 1e-4 … 1, as is usual",
        "optimizer.groups.backbone.frozen=40 epochs"
            + "|source: optimizer.groups.backbone.frozen: as long as the training: it never moves",
        "threads=1000|source: threads: 1000 (expected: at most the ",
        "views.test.steps=[ { type = random-resized-crop, side = 32 } ]"
            + "|source: views.test: something in it is drawn for each image",
      })
  void saysWhatIsProbablyNotMeant(String assignment, String doubt) {
    check(assignment);
    assertThat(err.toString()).contains("warning: " + doubt);
  }

  @Test
  void saysWhatMemoryAStepTakesAndHowThatIsReckoned() {
    check("micro-batch=10");
    assertThat(out.toString())
        .containsPattern(
            "memory   about, for source on cpu: \\d+ MiB = 10 images × [\\d.]+ MiB \\+ 277,\\d+"
                + " weights × 16 bytes");
    assertThat(err.toString()).isEmpty();
  }

  private void check(String assignment) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> words = new ArrayList<>(List.of("check", "pipelines/quickstart.conf"));
    words.addAll(List.of("-D", SOURCE + assignment));
    assertThat(line.execute(words.toArray(String[]::new))).as(out.toString()).isZero();
  }
}
