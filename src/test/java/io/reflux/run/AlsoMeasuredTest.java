package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.evaluate.PrincipalAxes;
import io.reflux.pipeline.Pipeline;
import io.reflux.report.Report;
import io.reflux.rundir.ClassTable;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline asks to be told beside its metrics is told of teachers and students. */
class AlsoMeasuredTest {
  @TempDir Path folder;

  @Test
  void evaluationsHaveARowOfEachAndClassesATable() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Pipeline pipeline =
        Pipeline.parse(
            TinyPipeline.ofOneStudent(pack).resolved(),
            List.of(
                "tasks.target.distill.evaluate.metrics=[\"recall@1\",\"map@r\"]",
                "tasks.target.distill.evaluate.also.re-ranked=true",
                "tasks.target.distill.evaluate.also.whitened=4",
                "tasks.target.distill.evaluate.also.sizes=[2,12]",
                "tasks.target.distill.evaluate.also.intervals=true",
                "tasks.target.distill.evaluate.also.classes=true"));
    Trial trial = Trial.of(pipeline, folder.resolve("run"));
    trial.completed();
    Map<String, Double> student =
        Objects.requireNonNull(
                trial.directory().readTask("target").orElseThrow().students().get("student"))
            .last();
    // The student has 8 components, so none of twelve.
    assertThat(student.keySet())
        .containsExactlyInAnyOrder(
            "recall@1",
            "map@r",
            "re-ranked/recall@1",
            "re-ranked/map@r",
            "whitened-4/recall@1",
            "whitened-4/map@r",
            "first-2/recall@1",
            "first-2/map@r",
            "axes-2/recall@1",
            "axes-2/map@r",
            "interval-low/recall@1",
            "interval-low/map@r",
            "interval-high/recall@1",
            "interval-high/map@r");
    Path kept = trial.directory().embeddings("target", "student");
    EmbeddingSet rows = EmbeddingFile.read(kept).set();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      EmbeddingSet two = PrincipalAxes.of(rows, 2, scope).project(rows);
      Map<String, Double> again = Evaluation.evaluate(two, metrics(), scope);
      assertThat(student.get("axes-2/map@r"))
          .isEqualTo(Objects.requireNonNull(again.get("map@r")), within(1e-9));
    }
    assertThat(student.get("map@r"))
        .isBetween(student.get("interval-low/map@r"), student.get("interval-high/map@r"));
    assertThat(ClassTable.read(ClassTable.beside(kept), 99)).hasSizeGreaterThan(2);
    assertThat(ClassTable.beside(trial.directory().embeddings("target", "teacher"))).exists();
    assertThat(Files.readString(Report.write(trial.directory().root())))
        .contains("[\"class\",\"queries\",\"recall@1\",\"map@r\"]");
  }

  private static List<Metric> metrics() {
    Section section =
        new Section(
            ConfigFactory.parseString("metrics = [\"map@r\"]").root(),
            Defaults.NONE,
            "evaluate",
            new Problems());
    return MetricSettings.read(section).metrics();
  }
}
