package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.api.Test;

/** What is no terminal gets lines, none of them twice. */
class BarsTest {
  @Test
  void anEndIsToldOnce() {
    StringWriter written = new StringWriter();
    try (ProgressBar bar = Bars.of(new PrintWriter(written, true), "embed", 2)) {
      await().until(() -> written.toString().contains("0%"));
      bar.stepBy(2);
    }
    assertThat(written.toString().lines().filter(line -> line.contains("100%")).count())
        .isEqualTo(1);
  }
}
