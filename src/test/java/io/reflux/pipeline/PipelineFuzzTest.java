package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pipeline files from anywhere are read, or refused with problems; nothing in them is done. */
class PipelineFuzzTest {
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "=",
          "+=",
          ":",
          ",",
          "\n",
          "\"",
          "\"\"\"",
          "#",
          "${shared}",
          "${nowhere}",
          "= ${nowhere}\n",
          "${?HOME}",
          "${tasks}",
          "include \"x\"",
          "include file(\"/etc/passwd\")",
          "include url(\"http://x\")",
          "null",
          "true",
          "1e400",
          "-5",
          "3 epochs",
          "10 MiB",
          "seed",
          "type = sum",
          "distill",
          "train",
          "teacher",
          "students",
          "method",
          "sampler",
          "views",
          "evaluate",
          "needs",
          "a.b.c.d",
          "gpu0",
          "\u00e9\u0000",
          "8 ms");

  @Test
  void pipelines() throws Exception {
    fuzz().few(1200);
  }

  @Test
  @Campaign
  void manyPipelines() throws Exception {
    fuzz().many(1200);
  }

  private static Fuzz fuzz() {
    byte[] good = Texts.GOOD.getBytes(StandardCharsets.UTF_8);
    return new Fuzz(
        "pipelines",
        new Mutations(List.of(good), WORDS),
        PipelineFuzzTest::read,
        PipelineException.class::isInstance);
  }

  private static void read(byte[] input) throws PipelineException {
    try {
      Texts.read(new String(input, StandardCharsets.UTF_8));
    } catch (PipelineException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems()).allMatch(each -> each.toString().contains("(expected: "));
      throw e;
    }
  }
}
