package io.reflux.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose turn it is. */
final class Turns {
  static final Comparator<QueueEntry> ORDER =
      Comparator.comparingInt(QueueEntry::priority).thenComparingLong(QueueEntry::arrival);

  private Turns() {}

  /**
   * The entries that may begin now, in their order. One whose device is taken lets others pass.
   *
   * @param entries all of the queue
   */
  static List<QueueEntry> next(Collection<QueueEntry> entries, QueueSettings settings) {
    Map<String, Integer> taken = new HashMap<>();
    int running = 0;
    for (QueueEntry entry : entries) {
      if (entry.state().hasProcess()) {
        running++;
        take(entry, taken);
      }
    }
    List<QueueEntry> next = new ArrayList<>();
    List<QueueEntry> waiting =
        entries.stream().filter(e -> e.state() == EntryState.WAITING).sorted(ORDER).toList();
    for (QueueEntry entry : waiting) {
      boolean free =
          entry.devices().stream()
              .allMatch(device -> taken.getOrDefault(device, 0) < settings.runsPerDevice());
      if (free && running + next.size() < settings.most()) {
        next.add(entry);
        take(entry, taken);
      }
    }
    return next;
  }

  private static void take(QueueEntry entry, Map<String, Integer> taken) {
    entry.devices().forEach(device -> taken.merge(device, 1, Integer::sum));
  }
}
