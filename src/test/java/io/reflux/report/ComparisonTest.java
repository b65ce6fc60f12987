package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir private Path folder;
  private Pipeline pipeline;

  @SuppressWarnings("NullAway.Init")
  ComparisonTest() {}

  @BeforeEach
  void read() throws Exception {
    pipeline = TinyPipeline.ofOneStudent(TinyPack.write(folder.resolve("pack")));
  }

  @Test
  void differingKeysComeWithEachRunTheBestFirst() throws Exception {
    Comparison compared =
        compared(run("low", "lr = 1e-3", 0.4), run("none", "lr = 2e-3", -1), run("high", "", 0.6));
    assertThat(compared.metric()).isEqualTo("recall@1");
    assertThat(compared.keys()).containsExactly("lr");
    assertThat(compared.rows())
        .containsExactly(
            new Comparison.Row("high", List.of(""), 0.6, "student", 2),
            new Comparison.Row("low", List.of("0.001"), 0.4, "student", 2),
            new Comparison.Row("none", List.of("0.002"), null, "", 0));
  }

  @Test
  void theStudentWhomTheKeysAreAboutDecides() throws Exception {
    pipeline = TinyPipeline.over(TinyPack.write(folder.resolve("other")), TinyPipeline.NARROW);
    RunDirectory low = run("low", ofTheStudent("1e-3"), 0.4);
    RunDirectory high = run("high", ofTheStudent("2e-3"), 0.6);
    for (RunDirectory each : List.of(low, high)) {
      Files.writeString(
          each.evaluations(),
          "target,baseline,2,12,recall@1=0.9\n",
          java.nio.file.StandardOpenOption.APPEND);
    }
    assertThat(compared(low, high).rows())
        .extracting(Comparison.Row::run, Comparison.Row::student)
        .containsExactly(tuple("high", "student"), tuple("low", "student"));
  }

  private static String ofTheStudent(String rate) {
    return "tasks = [ { name = target, distill.students.student.optimizer.lr = " + rate + " } ]";
  }

  @Test
  void seedsOfOnePipelineAreNoComparison() throws Exception {
    assertThat(compared(run("a", "seed = 1", 0.4), run("b", "seed = 2", 0.6)))
        .isEqualTo(Comparison.NONE);
    assertThat(compared(run("a", "", 0.4))).isEqualTo(Comparison.NONE);
    assertThat(
            Comparison.of(
                List.of(run("a", "", 0.4), run("b", "", 0.4)), List.of("", ""), Optional.empty()))
        .isEqualTo(Comparison.NONE);
  }

  private Comparison compared(RunDirectory... runs) throws IOException {
    List<RunDirectory> all = List.of(runs);
    List<String> texts = new java.util.ArrayList<>();
    for (RunDirectory run : all) {
      texts.add(Files.readString(run.pipeline()));
    }
    return Comparison.of(all, texts, Optional.of(pipeline));
  }

  /** A run that has another key; without an evaluation if the value is negative. */
  private RunDirectory run(String name, String key, double recall) throws IOException {
    RunDirectory run = RunDirectory.in(folder.resolve(name));
    Files.writeString(run.pipeline(), "name = tiny\n" + key + "\n");
    if (recall >= 0) {
      Files.writeString(
          run.evaluations(),
          "task,student,epoch,step,metrics\ntarget,student,2,12,recall@1=" + recall + "\n");
    }
    return run;
  }
}
