package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachedTest {
  private static final String HEADER = String.join(",", StepRow.COLUMNS) + "\n";

  @TempDir private Path folder;

  @Test
  void theLastWholeLineSaysHowFar() throws IOException {
    write(folder, HEADER + "a,s,1,7,0.5,0.1,1.0\na,s,1,8,0.5,0.1,1.0\na,s,1,9,0.5");
    assertThat(reached()).isEqualTo(new Reached("a", 8)).hasToString("after step 8 of a");
  }

  @Test
  void withoutAStepItIsNowhere() throws IOException {
    assertThat(reached()).isEqualTo(Reached.NOTHING).hasToString("before the first step");
    write(folder, HEADER);
    assertThat(reached()).isEqualTo(Reached.NOTHING);
  }

  @Test
  void ofALongFileOnlyTheEndIsRead() throws IOException {
    write(folder, HEADER + "a,s,1,7,0.5,0.1,1.0\n".repeat(10_000) + "b,s,1,3,0.5,0.1,1.0\n");
    assertThat(reached()).isEqualTo(new Reached("b", 3));
  }

  @Test
  void ofSeveralSeedsTheLatestCounts() throws IOException {
    for (int seed : new int[] {0, 1, 2}) {
      Path own = Files.createDirectories(folder.resolve("seed-" + seed));
      Files.writeString(own.resolve("pipeline.conf"), "");
      write(own, HEADER + "a,s,1," + seed + ",0.5,0.1,1.0\n");
      Files.setLastModifiedTime(
          own.resolve("metrics.csv"), FileTime.fromMillis(seed == 1 ? 2000 : 1000));
    }
    assertThat(reached()).isEqualTo(new Reached("a", 1));
  }

  private Reached reached() {
    return Reached.by(new RunDirectory(folder));
  }

  private static void write(Path run, String text) throws IOException {
    Files.writeString(run.resolve("metrics.csv"), text);
  }
}
