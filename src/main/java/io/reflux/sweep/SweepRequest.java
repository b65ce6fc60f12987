package io.reflux.sweep;

import io.reflux.setting.InputException;
import java.util.List;

/**
 * What somebody asks for.
 *
 * @param file the pipeline file; absolute
 * @param assignments keys that are set in all trials, as {@code seed=3}
 * @param over keys with what they are to be, as {@code key=a,b} or {@code key=low..high}
 * @param trials so many by chance; 0 for every value with every other
 * @param seed of that chance
 * @param halving of so many trials one goes on after each rung of epochs; 0: all train to the end
 */
public record SweepRequest(
    String file, List<String> assignments, List<String> over, int trials, long seed, int halving) {

  /** Copies the lists. */
  public SweepRequest {
    assignments = List.copyOf(assignments);
    over = List.copyOf(over);
  }

  /**
   * The trials.
   *
   * @throws InputException if it can't be understood
   */
  List<Trial> list() {
    List<Axis> axes = over.stream().map(Axis::parse).toList();
    if (axes.isEmpty()) {
      throw new InputException("--over: none (expected: one at least, as --over seed=0,1,2)");
    }
    List<String> keys = axes.stream().map(Axis::key).toList();
    for (String key : keys) {
      if (keys.indexOf(key) != keys.lastIndexOf(key)) {
        throw new InputException("--over: " + key + ": twice (expected: all values in one --over)");
      }
    }
    if (halving > 0
        && keys.stream().anyMatch(key -> key.endsWith("epochs") || key.equals("seeds"))) {
      throw new InputException(
          "--halving: " + halving + " (expected: epochs and seeds are the same in all trials)");
    }
    return Trial.numbered(
        trials == 0 ? Combinations.all(axes) : Combinations.drawn(axes, trials, seed));
  }

  /** The keys. */
  List<String> keys() {
    return over.stream().map(text -> Axis.parse(text).key()).toList();
  }
}
