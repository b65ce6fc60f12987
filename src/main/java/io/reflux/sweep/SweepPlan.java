package io.reflux.sweep;

import java.util.List;
import java.util.Map;

/**
 * What a sweep is, from its beginning to its end.
 *
 * @param version the version of Reflux that wrote it
 * @param request what was asked for
 * @param by by what its trials are compared
 * @param trials what it came to
 * @param shared tasks that are done once for several trials, each after those that it needs
 * @param takes the names of those that a trial takes, by the trial's name
 */
public record SweepPlan(
    String version,
    SweepRequest request,
    Sweep.Judged by,
    List<Trial> trials,
    List<SharedTask> shared,
    Map<String, List<String>> takes) {

  /** Copies the lists. */
  public SweepPlan {
    trials = List.copyOf(trials);
    shared = List.copyOf(shared);
    takes = Map.copyOf(takes);
  }

  /** The names of the shared tasks that a trial takes. */
  public List<String> takes(Trial trial) {
    return takes.getOrDefault(trial.name(), List.of());
  }

  /** How many trials take a shared task. */
  public long trialsOf(SharedTask task) {
    return takes.values().stream().filter(names -> names.contains(task.name())).count();
  }

  /** The keys in which trials differ, in the order in which they were named. */
  public List<String> keys() {
    return List.copyOf(trials.get(0).values().keySet());
  }

  /** The same keys, as short as they can be told apart. */
  public List<String> shortKeys() {
    return ShortKeys.of(keys());
  }
}
