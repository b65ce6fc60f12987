package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run is worked at changes none of its numbers. */
class SameNumbersTest {
  private static final String MANY_HANDS =
      "machine { loaders = 4, load-ahead = 6, teach-ahead = 4 }, shared.lanes = [cpu, cpu]";

  /** Two views of 16 pixels, one of 12, one of 16, two of 12. */
  private static final String MULTI_CROP =
      """
      shared.further = [
        { steps = [ { type = random-resized-crop, side = 12, scale = [0.2, 0.6] } ] }
        { steps = [ { type = random-resized-crop, side = 16 }, { type = flip } ] }
        { count = 2, steps = [ { type = random-resized-crop, side = 12, scale = [0.1, 0.4] } ] }
      ]
      shared.train-views = 2
      shared.count = 0
      """;

  @TempDir static Path packFolder;
  @TempDir Path folder;

  @BeforeAll
  static void write() throws IOException {
    TinyPack.write(packFolder);
  }

  @Test
  void oneOrManyLoadersAndLanes() throws Exception {
    Trial few = Trial.of(TinyPipeline.over(packFolder), folder.resolve("few"));
    Trial many = Trial.of(TinyPipeline.over(packFolder, MANY_HANDS), folder.resolve("many"));

    Series expected = Series.of(few.directory());
    assertThat(expected.losses()).hasSize(3 * TinyPipeline.STEPS).doesNotHaveDuplicates();
    assertThat(expected.evaluations()).hasSize(1 + 3 * 2);
    assertThat(expected.models()).hasSize(3 * 2);
    assertThat(Series.of(many.directory())).isEqualTo(expected);
    assertThat(few.completed().tasks()).hasSize(2);
    assertThat(few.heard(RunEvent.TeacherMeasured.class)).hasSize(1);
    assertThat(few.heard(RunEvent.StepTaken.class)).hasSize(2 * TinyPipeline.STEPS);
  }

  /** Batches of eight examples, two views of each: a batch has four chunks of five images. */
  @ParameterizedTest
  @ValueSource(strings = {"off", "replay", "clean"})
  void anyNumberOfLanes(String cache) throws Exception {
    String chunks = "shared.chunk = 5, shared.cache.mode = " + cache;
    Series expected = null;
    for (int lanes : new int[] {1, 2, 3, 4, 8}) {
      String devices = String.join(", ", Collections.nCopies(lanes, "cpu"));
      Series series =
          Series.of(
              TinyPipeline.ofOneStudent(packFolder, chunks, "shared.lanes = [" + devices + "]"),
              folder.resolve("lanes-" + lanes));
      assertThat(series.losses()).hasSize(2 * TinyPipeline.STEPS);
      expected = expected == null ? series : expected;
      assertThat(series).as(lanes + " lanes").isEqualTo(expected);
    }
  }

  @Test
  void coldOrWarmReplayCache() throws Exception {
    coldOrWarm("mode = replay, period = 1", 1);
  }

  @Test
  void coldOrWarmCleanCache() throws Exception {
    coldOrWarm("mode = clean, element-type = float16", 0);
  }

  @Test
  void coldOrWarmReplayCacheOfViewsOfSeveralSides() throws Exception {
    coldOrWarm("mode = replay, period = 1", 1, MULTI_CROP);
  }

  @Test
  void coldOrWarmCleanCacheOfViewsOfSeveralSides() throws Exception {
    coldOrWarm("mode = clean", 0, MULTI_CROP);
  }

  @Test
  void aStudentBesideAnotherLearnsAsIfAlone() throws Exception {
    Trial both = Trial.of(TinyPipeline.over(packFolder), folder.resolve("both"));
    Trial alone = Trial.of(TinyPipeline.ofOneStudent(packFolder), folder.resolve("alone"));
    assertThat(Series.losses(alone.directory(), "student"))
        .hasSize(TinyPipeline.STEPS)
        .isEqualTo(Series.losses(both.directory(), "student"));
    assertThat(Series.losses(both.directory(), "baseline"))
        .hasSize(TinyPipeline.STEPS)
        .isNotEqualTo(Series.losses(both.directory(), "student"));
  }

  /** The first run fills the cache; the second, with more hands, reads all of it. */
  private void coldOrWarm(String mode, int epochsComputedAtMost, String... changes)
      throws Exception {
    String cache =
        "shared.cache { " + mode + ", directory = \"" + folder.resolve("features") + "\" }";
    String more = String.join("\n", changes);
    Pipeline cold = TinyPipeline.over(packFolder, cache, more);
    Pipeline warm = TinyPipeline.over(packFolder, cache, more, MANY_HANDS);
    Trial first = Trial.of(cold, folder.resolve("cold"));
    Trial second = Trial.of(warm, folder.resolve("warm"));

    assertThat(Series.of(second.directory())).isEqualTo(Series.of(first.directory()));
    assertThat(distillation(first).cacheMisses()).isPositive();
    assertThat(distillation(first).cacheHits()).isGreaterThanOrEqualTo(epochsComputedAtMost);
    assertThat(distillation(second).cacheMisses()).isZero();
    assertThat(distillation(second).cacheHits()).isPositive();
  }

  private static TaskSummary distillation(Trial trial) {
    return trial.completed().tasks().get(1);
  }
}
