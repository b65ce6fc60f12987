package io.reflux.sweep;

import java.util.List;

/**
 * What a sweep is, from its beginning to its end.
 *
 * @param version the version of Reflux that wrote it
 * @param request what was asked for
 * @param by by what its trials are compared
 * @param trials what it came to
 */
public record SweepPlan(String version, SweepRequest request, Sweep.Judged by, List<Trial> trials) {

  /** Copies the trials. */
  public SweepPlan {
    trials = List.copyOf(trials);
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
