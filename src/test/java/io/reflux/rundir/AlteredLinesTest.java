package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow between checkpoints, with a digit that became another one. */
class AlteredLinesTest {
  private static final StepChange HALF = new StepChange(7, StepChange.Kind.LEARNING_RATE, 0.5);
  private static final StepChange LOOK = new StepChange(9, StepChange.Kind.EVALUATE);

  @TempDir Path folder;
  private RunDirectory run = new RunDirectory(Path.of(""));

  @BeforeEach
  void aRun() {
    run = RunDirectory.in(folder);
  }

  @Test
  void aChangeThatIsAnotherIsNamed() throws IOException {
    ChangesFile changes = new ChangesFile(run, "task");
    changes.write(List.of(HALF, LOOK));
    assertThat(changes.read()).containsExactly(HALF, LOOK);
    alter(run.changes("task"), "\"factor\":0.5", "\"factor\":0.7");
    assertThatThrownBy(changes::read)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("changes.jsonl:1: ", "CRC-32C", "(expected: ");
  }

  @Test
  void aPersonWritesChangesWithoutAChecksum() throws IOException {
    run.makeTask("task");
    Files.writeString(
        run.changes("task"), "{\"step\": 7, \"change\": \"learning-rate\", \"factor\": 0.5}\n");
    assertThat(new ChangesFile(run, "task").read()).containsExactly(HALF);
  }

  @Test
  void anEntryOfTheJournalThatIsAnotherIsTakenOutAndThatIsWrittenDown() throws IOException {
    try (RunJournal journal = journal()) {
      journal.write(JournalEntry.of("begun", JournalEntry.OWN));
      journal.write(JournalEntry.of("resumed", JournalEntry.OWN).at("task", 12));
    }
    alter(run.journal(), "\"step\":12", "\"step\":13");
    journal().close();
    List<JournalEntry> entries = RunJournal.read(run);
    assertThat(entries).extracting(JournalEntry::what).containsExactly("begun", "repaired");
    assertThat(entries.get(1).details().toString()).contains("1 damaged lines taken out");
  }

  private RunJournal journal() {
    return RunJournal.open(run, () -> Instant.EPOCH);
  }

  private static void alter(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
