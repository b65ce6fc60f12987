package io.reflux.queue;

import io.reflux.rundir.Reached;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * An entry as it is shown.
 *
 * @param name its name
 * @param state its state in a word
 * @param priority the lowest goes first
 * @param devices the graphics processors that it names
 * @param restarts how often its process was begun again
 * @param sentences what was noticed
 * @param task the task at work, by the run's metrics
 * @param step its steps
 * @param status the address of the run's own status; empty while it has none
 * @param run the run directory
 */
public record EntryView(
    String name,
    String state,
    int priority,
    List<String> devices,
    int restarts,
    List<String> sentences,
    String task,
    long step,
    String status,
    String run) {

  static EntryView of(QueueEntry entry, QueueFolder folder) {
    RunDirectory run = folder.run(entry.name());
    Reached reached = Reached.by(run);
    return new EntryView(
        entry.name(),
        entry.state().word(),
        entry.priority(),
        entry.devices(),
        entry.restarts(),
        entry.sentences(),
        reached.task(),
        reached.step(),
        entry.state().hasProcess() ? url(run) : "",
        run.root().toString());
  }

  /** True if nothing more happens to it by itself. */
  public boolean rests() {
    return Stream.of(EntryState.values())
        .filter(each -> each.word().equals(state))
        .anyMatch(each -> each.isOver() || each == EntryState.PAUSED);
  }

  private static String url(RunDirectory run) {
    try {
      return Files.exists(run.statusUrl()) ? Files.readString(run.statusUrl()).trim() : "";
    } catch (IOException e) {
      return ""; // it ended in between
    }
  }
}
