package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @Test
  void aTaskThatWroteNothingElseIsWrittenDownAndReadAgain(@TempDir Path folder) {
    RunDirectory directory = RunDirectory.in(folder);
    Map<String, Double> metrics = Map.of("recall@1", 0.5);
    TaskSummary summary =
        new TaskSummary(
            "again",
            0,
            0,
            1.5,
            0,
            Map.of(),
            Map.of("student", new TaskSummary.StudentSummary(0, 0, metrics, 0, metrics, 0)),
            Map.of(),
            List.of("a.png: empty"),
            0,
            0);
    assertThat(directory.readTask("again")).isEmpty();
    directory.writeTask(summary);
    assertThat(directory.readTask("again")).contains(summary);
  }
}
