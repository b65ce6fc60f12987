package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.rundir.Allowance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
            new Runs.Manner(new GraceOption(), Allowance.NONE),
            new PrintWriter(out));
    assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString())
        .contains(
            "failed: source: data.unreadable-limit: 1 image can't be read (expected: at most 0)");
  }
}
