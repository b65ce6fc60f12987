package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a run took. */
class RunSummaryTest {
  @TempDir Path folder;

  private double seconds(double clock, TaskSummary... tasks) throws Exception {
    return RunSummary.of(
            TinyPipeline.ofOneStudent(TinyPack.write(folder.resolve("pack"))),
            List.of(tasks),
            new RunSummary.LastAttempt(clock, 0, RunMemory.UNKNOWN, List.of()))
        .seconds();
  }

  private static TaskSummary task(String name, double seconds) {
    return new TaskSummary(
        name, 1, 1, seconds, 0, 0, Map.of(), Map.of(), Map.of(), List.of(), 0, 0);
  }

  @Test
  void tasksThatRanSideBySideCountOnce() throws Exception {
    assertThat(seconds(105, task("a", 100), task("b", 80))).isEqualTo(105);
  }

  @Test
  void aRunTookNoLessThanAnyOfItsTasksThoughItsTimelineIsLost() throws Exception {
    assertThat(seconds(3, task("a", 100), task("b", 80))).isEqualTo(100);
  }

  @Test
  void attemptsAreAddedAndTasksOfOneAreNot() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    assertThat(AttemptClock.secondsOf(run)).isZero();
    TimelineFile first = new TimelineFile(run);
    for (double seconds : new double[] {20, 40}) {
      first.add(seconds, "a", List.of(new TimelineFile.Row("loader", 0.5, 0)));
      first.add(seconds, "b", List.of(new TimelineFile.Row("loader", 0.5, 0)));
    }
    new TimelineFile(run).add(12, "b", List.of(new TimelineFile.Row("loader", 0.5, 0)));
    new TimelineFile(run).add(10.5, "b", List.of(new TimelineFile.Row("loader", 0.5, 0)));
    assertThat(AttemptClock.secondsOf(run)).isEqualTo(62.5);
  }

  @Test
  void aTimelineThatCannotBeReadStopsNoRun() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    Files.createDirectory(run.timeline());
    assertThat(AttemptClock.secondsOf(run)).isZero();
  }
}
