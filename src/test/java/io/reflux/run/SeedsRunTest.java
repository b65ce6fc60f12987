package io.reflux.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.report.Report;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.SeedsSummary;
import io.reflux.rundir.Spread;
import io.reflux.rundir.TaskSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds runs with several seeds to folders of their own, to going on, and to their means. */
class SeedsRunTest {
  @TempDir private Path folder;

  private final List<Long> ran = new ArrayList<>();

  private Pipeline pipeline() throws IOException, PipelineException {
    return TinyPipeline.ofOneStudent(TinyPack.write(folder.resolve("pack")), "seeds = [3, 1, 2]");
  }

  private RunEnd once(Pipeline one, RunDirectory place) {
    ran.add(one.seed());
    return Trial.of(one, place.root()).end();
  }

  @Test
  void eachSeedIsARunOfItsOwnAndAllHaveMeans() throws Exception {
    RunDirectory root = RunDirectory.in(folder.resolve("run"));
    SeedsRun.Ended ended = new SeedsRun(pipeline(), root).run(this::once);
    assertThat(ran).containsExactly(3L, 1L, 2L);
    assertThat(root.seeds())
        .extracting(d -> d.root().getFileName().toString())
        .containsExactly("seed-1", "seed-2", "seed-3");

    SeedsSummary summary = ended.summary().orElseThrow();
    assertThat(summary.seeds()).containsExactly(3L, 1L, 2L);
    List<RunSummary> runs = List.of(summary(root, 3), summary(root, 1), summary(root, 2));
    List<Double> best = runs.stream().map(run -> target(run).best().get("map@r")).toList();
    double mean = best.stream().mapToDouble(d -> d).average().orElseThrow();
    SeedsSummary.StudentSpread student =
        requireNonNull(summary.tasks().get(1).students().get("student"));
    Spread spread = requireNonNull(student.best().get("map@r"));
    assertThat(spread.values()).isEqualTo(best);
    assertThat(spread.mean()).isEqualTo(mean, within(1e-12));
    double variance = best.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / 2;
    assertThat(spread.sd()).isEqualTo(Math.sqrt(variance), within(1e-12)).isPositive();
    assertThat(student.last()).containsKey("recall@1");

    JsonNode written = new ObjectMapper().readTree(root.summary().toFile());
    JsonNode teacher = written.at("/tasks/1/teacher/recall@1");
    assertThat(teacher.get("values")).hasSize(3);
    assertThat(Report.write(root.root())).content().contains("\"name\":\"run/seed-2\"");
  }

  @Test
  void whatIsDoneIsNotRepeatedAndWhatWasLeftGoesOn() throws Exception {
    RunDirectory root = RunDirectory.in(folder.resolve("run"));
    Pipeline pipeline = pipeline();
    SeedsRun.Ended left =
        new SeedsRun(pipeline, root)
            .run(
                (one, place) ->
                    one.seed() == 1 ? new RunEnd.Stopped("source", 4) : once(one, place));
    assertThat(left.summary()).isEmpty();
    assertThat(left.last()).contains(new RunEnd.Stopped("source", 4));
    assertThat(ran).containsExactly(3L);
    assertThat(root.summary()).doesNotExist();

    Pipeline again = Pipeline.parse(Files.readString(root.pipeline()), root.root());
    assertThat(again.seeds()).isEqualTo(pipeline.seeds());
    assertThat(new SeedsRun(again, root).run(this::once).summary()).isPresent();
    assertThat(ran).containsExactly(3L, 1L, 2L);
    assertThat(new SeedsRun(again, root).run(this::once).last()).isEmpty();
  }

  @Test
  void aSeedsRunIsTheSameAsThatSeedAlone() throws Exception {
    Pipeline pipeline = pipeline();
    Pipeline one = pipeline.ofSeed(1);
    assertThat(one.seed()).isEqualTo(1);
    assertThat(one.seeds()).isEmpty();
    Pipeline written = Pipeline.parse(pipeline.resolved() + "seed = 1\nseeds = []\n", folder);
    assertThat(one.resolved()).isEqualTo(written.resolved()).doesNotContain("seed = 5");
    assertThatThrownBy(() -> new SeedsRun(one, RunDirectory.in(folder.resolve("x"))))
        .hasMessage("pipeline.seeds: none (expected: at least one)");
  }

  private static RunSummary summary(RunDirectory root, long seed) {
    return root.seed(seed).readSummary().orElseThrow();
  }

  private static TaskSummary.StudentSummary target(RunSummary run) {
    return requireNonNull(run.tasks().get(1).students().get("student"));
  }
}
