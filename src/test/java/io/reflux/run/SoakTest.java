package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.rundir.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that keep on: after a warm-up nothing that they hold grows with their steps. A build looks
 * at a hundred steps of each kind; a campaign at {@code -Dreflux.soak.minutes} (10) of each, so
 * that a slope of resident memory shows; {@code -Dreflux.soak.kinds=replay,crd} names some of them.
 */
class SoakTest {
  private static final String MINUTES = "reflux.soak.minutes";
  private static final List<String> KINDS =
      Optional.ofNullable(System.getProperty("reflux.soak.kinds"))
          .map(kinds -> List.of(kinds.split(",")))
          .orElse(SoakRuns.KINDS);
  private static final int FEW_EPOCHS = 20;
  private static final int ENDLESS_EPOCHS = 1_000_000;
  private static final Duration LONG =
      Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty(MINUTES, "10"))));
  private static final double MOST_MEGABYTES = 1;

  @TempDir Path root;

  @Test
  void nothingGrowsInAFewSteps() throws Exception {
    soak(FEW_EPOCHS, Optional.empty());
  }

  @Test
  @Campaign
  void nothingGrowsInManySteps() throws Exception {
    soak(ENDLESS_EPOCHS, Optional.of(LONG));
  }

  private void soak(int epochs, Optional<Duration> longest) throws Exception {
    Path pack = TinyPack.write(root.resolve("pack"));
    List<String> grown = new ArrayList<>();
    StringBuilder table = new StringBuilder();
    table.append(
        "kind: steps; native tensors, threads, descriptors early … late; MB/1,000 steps\n");
    for (String kind : KINDS) {
      SoakWatch watch = new SoakWatch(longest);
      RunDirectory directory = RunDirectory.in(root.resolve(kind));
      RunEnd end = new RunLauncher(SoakRuns.pipeline(kind, pack, epochs), directory).run(watch);
      assertThat(end)
          .as(kind)
          .isInstanceOf(longest.isPresent() ? RunEnd.Stopped.class : RunEnd.Completed.class);
      table.append(watch.row(kind));
      watch.grown().forEach(each -> grown.add(kind + ": " + each));
      if (longest.isPresent() && watch.slope() > MOST_MEGABYTES) {
        grown.add(kind + ": resident memory grew by " + watch.slope() + " MB in 1,000 steps");
      }
    }
    System.out.println(table);
    assertThat(grown).as(table.toString()).isEmpty();
  }
}
