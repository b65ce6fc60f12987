package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  private static final String HEAD = "task,student,epoch,step,metrics\n";

  @TempDir private Path folder;
  private Pipeline pipeline;

  @SuppressWarnings("NullAway.Init")
  JudgeTest() {}

  @BeforeEach
  void read() throws Exception {
    pipeline =
        TinyPipeline.ofOneStudent(
            TinyPack.write(folder.resolve("pack")),
            "shared.metrics = [\"recall@1\", \"map@r\", \"dists@intra\"]");
  }

  @Test
  void aRunIsWorthItsBestEpochOfTheLastTask() throws IOException {
    RunDirectory run =
        run(
            "a",
            "source,source,1,6,recall@1=0.9 map@r=0.1",
            "target,student,1,6,recall@1=0.5 map@r=0.4 dists@intra=0.3",
            "target,student,2,12,recall@1=0.4 map@r=0.6 dists@intra=0.2");
    Judge byDefault = Judge.of(pipeline, "", "");
    assertThat(byDefault.metric()).isEqualTo("recall@1");
    assertThat(byDefault.of(run)).hasValueSatisfying(s -> assertThat(s.epoch()).isEqualTo(1));
    assertThat(Judge.of(pipeline, "map@r", "").of(run))
        .hasValueSatisfying(
            score -> {
              assertThat(score.epoch()).isEqualTo(2);
              assertThat(score.student()).isEqualTo("student");
              assertThat(score.metrics()).containsEntry("recall@1", 0.4);
            });
    assertThat(Judge.of(pipeline, "map@r", "").of(run, 1))
        .hasValueSatisfying(score -> assertThat(score.epoch()).isEqualTo(1));
    assertThat(Judge.of(pipeline, "", "source").of(run))
        .hasValueSatisfying(score -> assertThat(score.metrics()).containsEntry("recall@1", 0.9));
  }

  @Test
  void lessIsBetterWhereTheMetricSaysSo() throws IOException {
    RunDirectory run =
        run(
            "a",
            "target,student,1,6,recall@1=0.5 dists@intra=0.3",
            "target,student,2,12,recall@1=0.4 dists@intra=0.2");
    Judge judge = Judge.of(pipeline, "dists@intra", "");
    assertThat(judge.lessIsBetter()).isTrue();
    assertThat(judge.of(run)).hasValueSatisfying(s -> assertThat(s.epoch()).isEqualTo(2));
    assertThat(judge.bestFirst().compare(0.2, 0.3)).isNegative();
  }

  @Test
  void whatIsNoNumberIsNobodysBest() throws IOException {
    RunDirectory run =
        run("a", "target,student,1,6,recall@1=0.5", "target,student,2,12,recall@1=NaN");
    Judge most = Judge.of(pipeline, "", "");
    assertThat(most.of(run)).hasValueSatisfying(s -> assertThat(s.epoch()).isEqualTo(1));
    assertThat(most.bestFirst().compare(Double.NaN, 0.1)).isPositive();
    assertThat(Judge.of(pipeline, "dists@intra", "").bestFirst().compare(Double.NaN, 9.0))
        .isPositive();
  }

  @Test
  void seedsCountByTheirMean() throws IOException {
    RunDirectory all = run("b");
    run("b/seed-0", "target,student,1,6,recall@1=0.5", "target,student,2,12,recall@1=0.4");
    run("b/seed-1", "target,student,1,6,recall@1=0.6", "target,student,2,12,recall@1=0.7");
    assertThat(Judge.of(pipeline, "", "").of(all))
        .hasValueSatisfying(
            score ->
                assertThat(score.metrics().get("recall@1"))
                    .isCloseTo(0.6, org.assertj.core.data.Offset.offset(1e-12)));
  }

  @Test
  void beforeTheFirstEvaluationThereIsNothing() throws IOException {
    assertThat(Judge.of(pipeline, "", "").of(new RunDirectory(folder.resolve("none")))).isEmpty();
    assertThat(Judge.of(pipeline, "", "").of(run("c", "source,source,1,6,recall@1=0.9"))).isEmpty();
  }

  @Test
  void whatThePipelineHasNotIsRefused() {
    assertThatThrownBy(() -> Judge.of(pipeline, "recal@1", ""))
        .isInstanceOf(InputException.class)
        .hasMessage("--metric: recal@1 (expected: one of recall@1, map@r, dists@intra)");
    assertThatThrownBy(() -> Judge.of(pipeline, "", "target.stdent"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--student: target.stdent (expected: a task or its student; ")
        .hasMessageContaining("target.student");
    assertThatThrownBy(() -> Judge.of(pipeline, "", "targets")).isInstanceOf(InputException.class);
  }

  private RunDirectory run(String name, String... rows) throws IOException {
    RunDirectory run = RunDirectory.in(folder.resolve(name));
    run.writePipeline(pipeline);
    Files.writeString(run.evaluations(), HEAD + String.join("\n", rows) + "\n");
    return run;
  }
}
