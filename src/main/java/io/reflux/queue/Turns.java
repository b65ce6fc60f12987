package io.reflux.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose turn it is. */
final class Turns {
  static final Comparator<Entry> ORDER =
      Comparator.comparingInt(Entry::priority).thenComparingLong(Entry::arrival);

  private Turns() {}

  /**
   * The entries that may begin now, in their order. One whose device is taken lets others pass.
   *
   * @param entries all of the queue
   */
  static List<Entry> next(Collection<Entry> entries, QueueSettings settings) {
    Map<String, Integer> taken = new HashMap<>();
    int running = 0;
    for (Entry entry : entries) {
      if (entry.state().hasProcess()) {
        running++;
        take(entry, taken);
      }
    }
    List<Entry> next = new ArrayList<>();
    List<Entry> waiting =
        entries.stream().filter(e -> e.state() == EntryState.WAITING).sorted(ORDER).toList();
    for (Entry entry : waiting) {
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

  private static void take(Entry entry, Map<String, Integer> taken) {
    entry.devices().forEach(device -> taken.merge(device, 1, Integer::sum));
  }
}
