package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  @TempDir Path folder;

  @Test
  void anEvaluationIsReadBackToTheBit() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    EvaluationRow row =
        new EvaluationRow("a", "b", 3, 12, Map.of("recall@1", 1.0 / 3, "map@r", Double.MIN_NORMAL));
    EvaluationRow nothing = new EvaluationRow("a", "b", 4, 16, Map.of("nmi", 0.0));
    Files.write(
        run.evaluations(),
        List.of(String.join(",", EvaluationRow.COLUMNS), row.line(), nothing.line()));
    List<EvaluationRow> rows = new ArrayList<>();
    run.evaluations(rows::add);
    assertThat(rows).containsExactly(row, nothing);
  }

  @Test
  void aStepIsReadBackToTheBitWhateverTheColumnsOrder() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    StepRow row = new StepRow("a", "b", 1, 2, 1.0 / 3, 1e-5, 120.449);
    assertThat(row.imagesPerSecond()).isEqualTo(120.4);
    assertThat(row.line()).isEqualTo("a,b,1,2,0.3333333333333333,1.0E-5,120.4");
    Files.write(
        run.metrics(),
        List.of(
            "step,further,task,student,epoch,loss,learning_rate,images_per_second",
            "2,x,a,b,1,0.3333333333333333,1.0E-5,120.4"));
    List<StepRow> rows = new ArrayList<>();
    run.steps(rows::add);
    assertThat(rows).containsExactly(row);
  }

  @Test
  void aTableWithoutItsColumnsIsRefused() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    run.timeline(row -> assertThat(row).isNull());
    Files.writeString(run.timeline(), "seconds,task\n1,a\n");
    assertThatThrownBy(() -> run.timeline(row -> {}))
        .hasMessageContaining("[seconds, task] (expected: seconds,task,stage,busy_share)");
  }
}
