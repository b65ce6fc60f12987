package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which tasks work side by side. A device has places; a task takes one at each device that it
 * names, all at once when it begins, and gives them back when it has ended: so none waits for a
 * device while it holds another one.
 *
 * @param places how many tasks may be at a device at once; 1 at those that are not named
 * @param said how many tasks may be at work at once; empty: one, or as many as the named places let
 */
public record SideBySide(Map<Device, Integer> places, OptionalInt said) {
  private static final int MOST_PLACES = 1024;
  private static final List<String> COMPUTING = List.of("train", "distill", "evaluate");

  /** Copies the places, and keeps their order. */
  public SideBySide {
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  static SideBySide read(Section machine) {
    Section devices = machine.section("devices");
    Map<Device, Integer> places = new LinkedHashMap<>();
    for (String name : devices.writtenKeys()) {
      Device.parse(name)
          .ifPresentOrElse(
              device -> places.put(device, devices.whole(name, Range.between(1, MOST_PLACES))),
              () -> {
                devices.allow(name);
                devices.refuse(name, Devices.NAMES);
              });
    }
    devices.finish();
    return new SideBySide(places, Machine.whole(machine, "max-tasks", MOST_PLACES));
  }

  /** How many tasks may be at work at once. */
  public int most() {
    return said.orElse(places.isEmpty() ? 1 : MOST_PLACES);
  }

  /** How many of some tasks are at work at once, at most. */
  public int atOnce(List<Task> tasks) {
    int places =
        tasks.stream()
            .flatMap(task -> task.devices().stream())
            .distinct()
            .mapToInt(this::places)
            .sum();
    return Math.max(1, Math.min(Math.min(most(), tasks.size()), places));
  }

  /**
   * How many of a file's tasks may compute on the processor at once, at most, before any of them is
   * read: however many devices each of them names.
   */
  int atTheProcessor(Section file) {
    long computing =
        file.sections("tasks").stream()
            .filter(task -> COMPUTING.stream().anyMatch(task::isWritten))
            .count();
    return (int) Math.max(1, Math.min(Math.min(most(), places(Device.CPU)), computing));
  }

  /** How many tasks may be at a device at once. */
  public int places(Device device) {
    return places.getOrDefault(device, 1);
  }

  /**
   * The tasks that begin now, in the order of the file. One that only waits for devices keeps those
   * that come after it from taking them: so it is never passed by for ever.
   *
   * @param waiting not begun, in the order of the file
   * @param atWork at work now
   * @param done the names of those that are done
   */
  public List<Task> next(List<Task> waiting, Collection<Task> atWork, Set<String> done) {
    List<Task> busy = new ArrayList<>(atWork);
    Set<Device> promised = new HashSet<>();
    List<Task> next = new ArrayList<>();
    for (Task task : waiting) {
      if (busy.size() < most() && done.containsAll(task.needs())) {
        if (Collections.disjoint(promised, task.devices()) && fits(busy, task)) {
          busy.add(task);
          next.add(task);
        } else {
          promised.addAll(task.devices());
        }
      }
    }
    return next;
  }

  /** True if a task finds a place at each of its devices beside those at work, and its caches. */
  private boolean fits(Collection<Task> busy, Task task) {
    Map<Device, Integer> taken = new HashMap<>();
    busy.forEach(each -> each.devices().forEach(device -> taken.merge(device, 1, Integer::sum)));
    return task.devices().stream()
            .allMatch(device -> taken.getOrDefault(device, 0) < places(device))
        && busy.stream()
            .allMatch(other -> Collections.disjoint(other.cleanCaches(), task.cleanCaches()));
  }

  /**
   * The tasks beside which one may be at work: those that neither need it nor are needed by it, and
   * leave it a place at each of its devices.
   *
   * @param all every task, each after those that it needs
   */
  public List<Task> beside(Task task, List<Task> all) {
    return most() < 2
        ? List.of()
        : all.stream()
            .filter(other -> !TaskGraph.upTo(task.name(), all).contains(other.name()))
            .filter(other -> !TaskGraph.upTo(other.name(), all).contains(task.name()))
            .filter(other -> fits(List.of(other), task))
            .toList();
  }
}
