package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunLock;
import io.reflux.rundir.StepRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ListCommandTest {
  private final StringWriter out = new StringWriter();

  @TempDir Path folder;

  private int list(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    return line.execute(words);
  }

  private RunDirectory run(String name) throws IOException {
    RunDirectory run = RunDirectory.in(folder.resolve(name));
    Files.copy(Path.of("pipelines/quickstart.conf"), run.pipeline());
    return run;
  }

  @Test
  void statesAndTheBestEvaluationsAreListed() throws IOException {
    RunDirectory left = run("left");
    Files.writeString(
        left.metrics(),
        String.join(",", StepRow.COLUMNS) + "\ntarget,7" + ",1".repeat(StepRow.COLUMNS.size() - 2));
    Files.writeString(
        left.evaluations(),
        String.join(",", EvaluationRow.COLUMNS)
            + """

            source,source,5,60,map@r=0.9
            target,student,5,60,map@r=0.5 recall@1=0.1
            target,student,10,120,map@r=0.75 recall@1=0.2
            target,baseline,10,120,map@r=0.625 recall@1=0.9
            """);
    Files.writeString(run("done").summary(), "{}");
    Files.createDirectories(folder.resolve("no run"));
    try (RunLock held = RunLock.take(run("working"))) {
      assertThat(held).isNotNull();
      assertThat(list("list", folder.toString())).isZero();
    }
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("done done"))
        .anyMatch(
            line -> line.startsWith("left left") && line.endsWith("map@r 75.0 10 target.student"))
        .anyMatch(line -> line.startsWith("working running"));
  }

  @Test
  void aFolderWithoutRunsIsSaid() {
    assertThat(list("list", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("no run in ");
    assertThat(list("list", folder.resolve("nowhere").toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).contains("(expected: a folder of run directories)");
  }
}
