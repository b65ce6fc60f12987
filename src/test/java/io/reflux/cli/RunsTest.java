package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.TakenTasks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  @TempDir private Path folder;

  @Test
  void whatATaskFindsWrongWithWhatTheUserGaveIsBadInput() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    for (int i = 0; i < 2; i++) {
      Files.writeString(pack.resolve("class-00/image-" + i + ".png"), "this is no picture");
    }
    StringWriter out = new StringWriter();
    int code =
        Runs.run(
            TinyPipeline.ofOneStudent(pack, "data.unreadable-limit = 0"),
            folder.resolve("run"),
            new Runs.Manner(
                new GraceOption(), Allowance.NONE, TakenTasks.NONE, List.of("a rate is odd")),
            new PrintWriter(out));
    assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString())
        .contains(
            "failed: source: data.unreadable-limit: 1 image can't be read (expected: at most 0)");
    assertThat(Files.readString(folder.resolve("run/reflux.log")))
        .as("what was told before it began")
        .containsPattern("WARN .*a rate is odd");
  }
}
