package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.dataset.DatasetException;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.Problem;
import io.reflux.stage.StageFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class BlameTest {

  @Test
  void whatTheUserGaveIsBadInput() {
    Problem problem = new Problem("a.conf:1", "seed", "x", "a whole number");
    assertThat(Blame.of(new DatasetException("data: none"))).isEqualTo(Blame.INPUT);
    assertThat(Blame.of(new PipelineException(List.of(problem)))).isEqualTo(Blame.INPUT);
    assertThat(Blame.of(new CompletionException(new DatasetException("data: none"))))
        .isEqualTo(Blame.INPUT);
    assertThat(Blame.of(StageFailedException.of("lane-0", new DatasetException("data: none"))))
        .isEqualTo(Blame.INPUT);
    assertThat(Blame.INPUT.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void filesAndMemoryFailWithoutAStackTrace() {
    IOException full = new IOException("no space left");
    assertThat(Blame.of(full)).isEqualTo(Blame.SURROUNDINGS);
    assertThat(Blame.of(new UncheckedIOException(full))).isEqualTo(Blame.SURROUNDINGS);
    assertThat(Blame.of(new OutOfMemoryError())).isEqualTo(Blame.SURROUNDINGS);
    assertThat(Blame.SURROUNDINGS.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatNobodyForesawIsAFaultOfTheProgram() {
    assertThat(Blame.of(new IllegalArgumentException("?"))).isEqualTo(Blame.PROGRAM);
    assertThat(Blame.of(new IllegalStateException("?"))).isEqualTo(Blame.PROGRAM);
    assertThat(Blame.PROGRAM.exitCode()).isEqualTo(ExitCode.FAILED);
  }
}
