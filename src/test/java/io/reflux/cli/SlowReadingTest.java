package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowReadingTest {
  private static final Path FILE = Path.of("far", "away.conf");

  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said);

  @Test
  void whatHangsIsSaidOnce() {
    SlowReading watch = SlowReading.after(Duration.ofMillis(1), FILE, out);
    await().until(() -> !said.toString().isEmpty());
    watch.over();
    assertThat(said.toString().lines())
        .containsExactly(
            FILE
                + ": reading it, and looking at the files it names, has taken 0 s; a file may hang");
  }

  @Test
  void whatIsReadInTimeIsNotSaid() {
    SlowReading.after(Duration.ofHours(1), FILE, out).over();
    assertThat(said.toString()).isEmpty();
  }
}
