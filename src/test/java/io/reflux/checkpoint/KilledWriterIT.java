package io.reflux.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process with SIGKILL, again and again, at other moments of its work. */
class KilledWriterIT {
  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void aKilledWriterLeavesTheLastCheckpointThatItReported() throws Exception {
    long latest = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long reported = writeUntilKilled(3 + kill, 2L * kill);
      CheckpointStore store = new CheckpointStore(folder, 1);
      Checkpoint found = store.latest().orElseThrow();
      assertThat(store.problems()).isEmpty();
      assertThat(found.step()).isGreaterThanOrEqualTo(reported).isGreaterThan(latest);
      assertThat(found).isEqualTo(Samples.at(found.step()));
      latest = found.step();
    }
  }

  /** Lets a writer report so many checkpoints and live some milliseconds more. */
  private long writeUntilKilled(int reports, long moreMillis)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = writer.inputReader()) {
      long reported = 0;
      for (int i = 0; i < reports; i++) {
        reported = nextStep(lines);
      }
      TimeUnit.MILLISECONDS.sleep(moreMillis);
      writer.destroyForcibly().waitFor();
      return reported;
    } finally {
      writer.destroyForcibly();
    }
  }

  private static long nextStep(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("\\d+")) {
        return Long.parseLong(line);
      }
    }
    throw new IOException("the writer ended by itself");
  }
}
