package io.reflux.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of a queue. What is noted stands in its file first. */
final class Book {
  private final QueueFolder folder;
  private final Map<String, QueueEntry> entries = new LinkedHashMap<>();
  private long arrivals;

  /** An empty one. */
  Book(QueueFolder folder) {
    this.folder = folder;
  }

  /** Takes up what the files say. */
  void open() {
    for (QueueEntry entry : folder.read()) {
      entries.put(entry.name(), entry);
      arrivals = Math.max(arrivals, entry.arrival());
    }
  }

  Collection<QueueEntry> all() {
    return entries.values();
  }

  /** All, whose turn is first first. */
  List<QueueEntry> inOrder() {
    return entries.values().stream().sorted(Turns.ORDER).toList();
  }

  Optional<QueueEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  QueueEntry note(QueueEntry entry) {
    folder.write(entry);
    entries.put(entry.name(), entry);
    return entry;
  }

  /**
   * Compares the entries with the files that there are.
   *
   * @return what has to be looked at: new files, and those that changed before they ran
   */
  List<QueueEntry> compare(Collection<String> names) {
    List<QueueEntry> toCheck = new ArrayList<>();
    for (String name : names) {
      folder.mark(name).flatMap(mark -> seen(name, mark)).ifPresent(toCheck::add);
    }
    List<QueueEntry> gone =
        entries.values().stream()
            .filter(entry -> !names.contains(entry.name()) && isForgettable(entry.state()))
            .toList();
    for (QueueEntry entry : gone) {
      folder.forget(entry.name());
      entries.remove(entry.name());
    }
    return toCheck;
  }

  private Optional<QueueEntry> seen(String name, String mark) {
    QueueEntry before = entries.get(name);
    if (before == null) {
      return Optional.of(note(QueueEntry.seen(name, mark, ++arrivals)));
    }
    if (before.mark().equals(mark)) {
      return Optional.empty();
    }
    boolean anew =
        before.state() == EntryState.REFUSED
            || before.state() == EntryState.CHECKING
            || before.state() == EntryState.WAITING;
    if (anew && !folder.run(name).isBegun()) {
      return Optional.of(note(before.changed(mark)));
    }
    note(
        before.noticed(
            mark,
            "the file was changed when the run had begun (expected: another name for another run):"
                + " the run goes by what it was"));
    return Optional.empty();
  }

  /** What never ran leaves with its file. */
  private static boolean isForgettable(EntryState state) {
    return state == EntryState.CHECKING
        || state == EntryState.WAITING
        || state == EntryState.REFUSED;
  }
}
