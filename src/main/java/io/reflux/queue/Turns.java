package io.reflux.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whose turn it is, and on which devices. */
final class Turns {
  static final Comparator<QueueEntry> ORDER =
      Comparator.comparingInt(QueueEntry::priority).thenComparingLong(QueueEntry::arrival);

  private final QueueSettings settings;
  private final Map<String, Integer> taken = new HashMap<>();

  private Turns(QueueSettings settings) {
    this.settings = settings;
  }

  /**
   * The entries that may begin now, in their order, with the devices that they are given. One whose
   * devices are taken, or that waits for another entry, lets others pass.
   *
   * @param entries all of the queue
   */
  static List<QueueEntry> next(Collection<QueueEntry> entries, QueueSettings settings) {
    return new Turns(settings).next(entries);
  }

  /** Those that wait for entries that won't be done by themselves, as failed ones. */
  static List<QueueEntry> inVain(Collection<QueueEntry> entries) {
    Map<String, String> lost = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.state().isOver() && entry.state() != EntryState.DONE)
        .forEach(entry -> lost.put(entry.name(), entry.state().word()));
    List<QueueEntry> failed = new ArrayList<>();
    for (QueueEntry entry : entries.stream().sorted(ORDER).toList()) {
      Optional<String> need = entry.needs().stream().filter(lost::containsKey).findFirst();
      if (entry.state() == EntryState.WAITING && need.isPresent()) {
        String why = "it needs " + need.get() + ", which is " + lost.get(need.get());
        failed.add(entry.in(EntryState.FAILED, why));
        lost.put(entry.name(), EntryState.FAILED.word());
      }
    }
    return failed;
  }

  private List<QueueEntry> next(Collection<QueueEntry> entries) {
    int running = 0;
    for (QueueEntry entry : entries) {
      if (entry.state().hasProcess()) {
        running++;
        take(entry.taken());
      }
    }
    Set<String> done =
        entries.stream()
            .filter(entry -> entry.state() == EntryState.DONE)
            .map(QueueEntry::name)
            .collect(Collectors.toSet());
    List<QueueEntry> next = new ArrayList<>();
    List<QueueEntry> waiting =
        entries.stream()
            .filter(entry -> entry.state() == EntryState.WAITING)
            .filter(entry -> done.containsAll(entry.needs()))
            .sorted(ORDER)
            .toList();
    for (QueueEntry entry : waiting) {
      Optional<QueueEntry> placed = placed(entry);
      if (placed.isPresent() && running + next.size() < settings.most()) {
        next.add(placed.get());
        take(placed.get().taken());
      }
    }
    return next;
  }

  /** On the devices that it names, or on as many free ones of those that are shared out. */
  private Optional<QueueEntry> placed(QueueEntry entry) {
    Predicate<String> isFree = device -> taken.getOrDefault(device, 0) < settings.runsPerDevice();
    if (settings.devices().isEmpty() || entry.devices().isEmpty()) {
      boolean free = entry.devices().stream().allMatch(isFree);
      return free ? Optional.of(entry.on(List.of())) : Optional.empty();
    }
    List<String> free =
        settings.devices().stream()
            .filter(isFree)
            .sorted(Comparator.comparing(device -> taken.getOrDefault(device, 0)))
            .limit(entry.devices().size())
            .toList();
    return free.size() == entry.devices().size() ? Optional.of(entry.on(free)) : Optional.empty();
  }

  private void take(List<String> devices) {
    devices.forEach(device -> taken.merge(device, 1, Integer::sum));
  }
}
