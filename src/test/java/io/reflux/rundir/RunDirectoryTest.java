package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
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
            0.25,
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

  @Test
  void aSummaryOfAnotherVersionIsReadAsFarAsItIsKnown(@TempDir Path folder) throws IOException {
    RunDirectory directory = RunDirectory.in(folder);
    Files.writeString(
        directory.summary(),
        """
        { "pipeline": "old", "seed": 3, "seconds": 1.5, "planet": { "name": "earth" },
          "tasks": [ { "task": "target", "steps": 7, "students": { "s": { "bestEpoch": 2 } } } ] }
        """);
    RunSummary summary = directory.readSummary().orElseThrow();
    TaskSummary task = summary.tasks().get(0);
    assertThat(summary.version()).isEmpty();
    assertThat(summary.seed()).isEqualTo(3);
    assertThat(task.steps()).isEqualTo(7);
    assertThat(task.teacher()).isEmpty();
    assertThat(task.unreadable()).isEmpty();
    TaskSummary.StudentSummary known =
        new TaskSummary.StudentSummary(0, 0, Map.of(), 2, Map.of(), 0);
    assertThat(task.students()).containsExactly(Map.entry("s", known));
  }

  @Test
  void whatIsNoSummaryIsRefusedInOneSentence(@TempDir Path folder) throws IOException {
    RunDirectory directory = RunDirectory.in(folder);
    Files.writeString(directory.summary(), "{ \"pipeline\": \"cut o");
    assertThatThrownBy(directory::readSummary)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "summary.json: no summary (expected: JSON as Reflux writes it); line 1")
        .hasMessageNotContaining("\n");
    Files.writeString(directory.summary(), "{ \"tasks\": 7 }");
    assertThatThrownBy(directory::readSummary).isInstanceOf(InputException.class);
  }

  @Test
  void noBitOfATasksSummaryChangesUnseen(@TempDir Path folder) throws IOException {
    RunDirectory directory = RunDirectory.in(folder);
    TaskSummary summary =
        new TaskSummary(
            "tâche",
            3,
            70,
            12.5,
            40,
            0.01,
            Map.of("recall@1", 0.5),
            Map.of(),
            Map.of(),
            List.of(),
            1,
            2);
    directory.writeTask(summary);
    Path file = directory.taskSummary("tâche");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      try {
        assertThat(directory.readTask("tâche")).contains(summary);
      } catch (InputException e) {
        assertThat(e).hasMessageContaining("summary.json: no summary (expected: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(7 * whole.length);
  }

  @Test
  void aFolderKnowsWhetherARunHasBegunInIt(@TempDir Path folder) throws IOException {
    RunDirectory directory = RunDirectory.in(folder.resolve("run"));
    assertThat(directory.isBegun()).isFalse();
    assertThatThrownBy(directory::checked)
        .hasMessageContaining("no pipeline.conf inside (expected: a run directory)");
    Files.writeString(directory.pipeline(), "");
    assertThat(directory.checked()).isEqualTo(directory);
    assertThat(directory.name()).isEqualTo("run");
    RunDirectory seed = RunDirectory.in(directory.seed(-3).root());
    assertThat(directory.seeds()).isEmpty();
    Files.writeString(seed.pipeline(), "");
    assertThat(directory.seeds()).containsExactly(seed);
    assertThat(seed.name()).isEqualTo("run/seed--3");
  }
}
