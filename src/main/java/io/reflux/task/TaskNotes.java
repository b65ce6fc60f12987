package io.reflux.task;

import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunJournal;
import io.reflux.stage.RunEvent;
import java.util.List;

/**
 * Tells what happens to a task beside its training: on the screen, in the status, in the journal.
 */
final class TaskNotes {
  private final RunJournal journal;
  private final RunTelemetry telemetry;
  private final String task;

  /** Notes of a task. */
  TaskNotes(RunJournal journal, RunTelemetry telemetry, String task) {
    this.journal = journal;
    this.telemetry = telemetry;
    this.task = task;
  }

  /**
   * Notes something.
   *
   * @param step after how many steps of the task
   */
  void note(What what, long step, List<String> sentences) {
    sentences.forEach(this::tell);
    journal.write(JournalEntry.of(what.word(), what.by()).at(task, step).telling(sentences));
  }

  /** Tells something that is not worth to be kept. */
  void tell(String sentence) {
    telemetry.tell(new RunEvent.Told(task, sentence));
  }

  /** Tells of the run's disk, which refuses what is to be written, or takes it again. */
  void disk(String sentence, boolean refuses) {
    tell(sentence);
    telemetry.diskTrouble(refuses ? sentence : "");
  }

  /** One word for something, and whom it is due to. */
  record What(String word, String by) {
    static What own(String word) {
      return new What(word, JournalEntry.OWN);
    }
  }
}
