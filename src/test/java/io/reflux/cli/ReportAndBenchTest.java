package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportAndBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void reportWritesThePageIntoTheRunDirectoryAndSaysWhere() throws IOException {
    Files.writeString(folder.resolve("pipeline.conf"), "name = tiny");
    assertThat(execute("report", folder.toString())).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains(folder.resolve("report.html").toString());
    assertThat(folder.resolve("report.html")).content().contains("name = tiny");
  }

  @Test
  void severalRunsAreComparedOnOnePage() throws IOException {
    Path one = Files.createDirectories(folder.resolve("one"));
    Path two = Files.createDirectories(folder.resolve("two"));
    Files.writeString(one.resolve("pipeline.conf"), "name = first");
    Files.writeString(two.resolve("pipeline.conf"), "name = second");
    Path page = folder.resolve("both.html");
    assertThat(execute("report", one.toString(), two.toString(), "--out", page.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(page).content().contains("name = first").contains("name = second");
    assertThat(execute("report", one.toString(), "--out", page.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(page).content().contains("name = first").doesNotContain("name = second");
    assertThat(one.resolve("report.html")).doesNotExist();
  }

  @Test
  void evaluationsAreWrittenALineAValueForSeveralRunsAndSeeds() throws IOException {
    Path one = run("one, alone", "t,student,1,10,recall@1=0.5 map@r=0.25\n");
    Path both = run("both", "");
    run("both/seed-0", "t,student,1,10,recall@1=0.5\nt,student,2,20,recall@1=NaN\nt,student,3");
    Path table = folder.resolve("long.csv");
    assertThat(execute("report", one.toString(), both.toString(), "--csv", table.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("long.csv: 4 values");
    assertThat(table)
        .content()
        .isEqualTo(
            """
            run,task,student,epoch,step,metric,value
            "FOLDER/one, alone",t,student,1,10,recall@1,0.5
            "FOLDER/one, alone",t,student,1,10,map@r,0.25
            FOLDER/both/seed-0,t,student,1,10,recall@1,0.5
            FOLDER/both/seed-0,t,student,2,20,recall@1,NaN
            """
                .replace("FOLDER", folder.toString()));
    assertThat(one.resolve("report.html")).doesNotExist();
  }

  private Path run(String name, String evaluations) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve("pipeline.conf"), "name = tiny");
    Files.writeString(
        run.resolve("evaluations.csv"), "task,student,epoch,step,metrics\n" + evaluations);
    return run;
  }

  @Test
  void aSummaryThatIsNoneIsBadInputAndNamed() throws IOException {
    Files.writeString(folder.resolve("pipeline.conf"), "name = tiny");
    Files.writeString(folder.resolve("summary.json"), "[]");
    assertThat(execute("report", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .startsWith("reflux report: ")
        .contains("summary.json: no summary (expected: JSON as Reflux writes it)")
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsNoRunIsBadInput() {
    assertThat(execute("report", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("(expected: the directory of a run)");
    assertThat(execute("bench")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .contains(
            "bench of what? (expected: all, gpu, originals, intake, programs, losses, retrieval,"
                + " weights, overlap, lanes, pipeline, overhead, nodes, replicas)");
    assertThat(execute("bench", "retrieval", "--rows=1")).isEqualTo(ExitCode.BAD_INPUT);
  }

  private int execute(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
