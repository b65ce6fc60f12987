package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.run.FaultTable.Fault;
import io.reflux.run.FaultTable.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed wherever they happen to be, again and again. */
@Campaign
class KillCampaignIT {
  private static final int RUNS = 24;
  private static final int LINES = 3 * TinyPipeline.STEPS;

  @TempDir Path root;

  @Test
  void killedAnywhereTheNumbersAreTheSame() throws Exception {
    Path pack = TinyPack.write(root.resolve("pack"));
    Series whole = Series.of(TinyPipeline.over(pack, TinyPipeline.NARROW), root.resolve("whole"));
    FaultTable table = new FaultTable();
    for (int run = 0; run < RUNS; run++) {
      int number = run;
      table.meet(new Fault("kill -9", "run " + run, () -> killed(pack, number, whole)));
    }
    table.close(RUNS);
  }

  /** One to three kills, each after some more lines. */
  private Outcome killed(Path pack, int number, Series whole) throws Exception {
    Draws draws = Chance.of(13).at(number).draws();
    Path folder = Files.createDirectories(root.resolve("run-" + number));
    KilledRun run = new KilledRun(pack, folder);
    int lines = 1 + draws.nextInt(LINES);
    for (int kill = draws.nextInt(3); kill >= 0 && lines < LINES; kill--) {
      run.killWhenWritten(lines);
      lines += 1 + draws.nextInt(LINES / 2);
    }
    Trial last = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    last.completed();
    assertThat(Series.of(last.directory()).equals(whole)).as("the same numbers").isTrue();
    return Outcome.SAME_NUMBERS;
  }
}
