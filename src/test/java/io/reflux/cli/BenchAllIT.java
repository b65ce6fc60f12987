package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Holds that a stop of {@code bench all} stops the bench at work, which has a process of its own.
 */
class BenchAllIT {
  @Test
  @Timeout(120)
  void aSignalEndsTheBenchAtWorkToo() throws IOException, InterruptedException {
    Process all =
        new ProcessBuilder(
                JavaCommand.of(JavaCommand.BRIEF, Main.class, "bench", "all", "--only", "pipeline"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      ProcessHandle bench = child(all);
      all.destroy();
      assertThat(all.waitFor(60, TimeUnit.SECONDS)).isTrue();
      bench.onExit().orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(bench.isAlive()).isFalse();
    } finally {
      all.destroyForcibly();
    }
  }

  private static ProcessHandle child(Process of) throws InterruptedException {
    while (true) {
      var found = of.children().findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(of.isAlive()).isTrue();
      Thread.sleep(20);
    }
  }
}
