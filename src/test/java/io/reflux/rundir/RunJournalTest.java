package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
  private static final JournalEntry ALLOWED =
      JournalEntry.of("allowed", "--allow images")
          .at("target", 12)
          .telling(List.of("1 image added: a.png", "\"q\"\n2 lines"))
          .with("rate", "0.1");

  @TempDir Path folder;

  @Test
  void aLineIsKeptAsItWasWritten() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    assertThat(RunJournal.read(run)).isEmpty();
    write(run, JournalEntry.of("begun", JournalEntry.OWN));
    write(run, ALLOWED);
    assertThat(RunJournal.read(run))
        .extracting(JournalEntry::what, JournalEntry::when)
        .containsExactly(
            tuple("begun", "2026-01-02T03:04:05Z"), tuple("allowed", "2026-01-02T03:04:05Z"));
    assertThat(RunJournal.read(run).get(1)).isEqualTo(ALLOWED.written("2026-01-02T03:04:05Z"));
    assertThat(Files.readAllLines(run.journal())).hasSize(2);
  }

  @Test
  void itIsOneSentence() {
    assertThat(ALLOWED.sentence())
        .isEqualTo(
            "allowed (--allow images) in target after step 12: 1 image added: a.png; \"q\"\n"
                + "2 lines");
    assertThat(JournalEntry.of("begun", "reflux").sentence()).isEqualTo("begun (reflux)");
  }

  @Test
  void tornLinesArePassedOverAndTakenOut() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    write(run, ALLOWED);
    Files.writeString(run.journal(), "{\"what\":\"beg", StandardOpenOption.APPEND);
    assertThat(RunJournal.read(run)).hasSize(1);
    write(run, JournalEntry.of("resumed", "reflux resume"));
    assertThat(RunJournal.read(run))
        .extracting(JournalEntry::what)
        .containsExactly("allowed", "repaired", "resumed");
  }

  @Test
  void aLineOfAnotherVersionIsRead() throws IOException {
    RunDirectory run = RunDirectory.in(folder);
    Files.writeString(run.journal(), "{\"what\":\"odd\",\"by\":\"me\",\"colour\":\"red\"}\n");
    JournalEntry read = RunJournal.read(run).get(0);
    assertThat(read.details()).isEmpty();
    assertThat(read.values()).isEmpty();
    assertThat(read.sentence()).isEqualTo("odd (me)");
  }

  private static void write(RunDirectory run, JournalEntry entry) {
    try (RunJournal journal = RunJournal.open(run, CLOCK)) {
      journal.write(entry);
    }
  }
}
