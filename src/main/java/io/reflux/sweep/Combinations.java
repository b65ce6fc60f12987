package io.reflux.sweep;

import io.reflux.chance.Chance;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which values of several keys are tried together. */
final class Combinations {
  private static final int MOST = 9999;
  private static final int DRAWS_FOR_ONE = 100;

  private Combinations() {}

  /**
   * Every value with every other; the last key changes fastest.
   *
   * @throws InputException if there is no end of them, or there are too many
   */
  static List<Map<String, String>> all(List<Axis> axes) {
    long count = 1;
    for (Axis axis : axes) {
      if (axis.values().isEmpty()) {
        throw new InputException(
            "--over: " + axis.key() + ": a range (expected: with --random and --trials N)");
      }
      count = Math.min(count * axis.values().size(), MOST + 1L);
    }
    if (count > MOST) {
      throw new InputException(
          "--over: more than " + MOST + " trials (expected: fewer, or --random --trials N)");
    }
    List<Map<String, String>> all = List.of(Map.of());
    for (Axis axis : axes) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> one : all) {
        axis.values().forEach(value -> longer.add(with(one, axis.key(), value)));
      }
      all = longer;
    }
    return all;
  }

  /**
   * Some, by chance, no two alike; fewer than asked for if there aren't as many.
   *
   * @param count how many
   * @param seed the same seed draws the same
   */
  static List<Map<String, String>> drawn(List<Axis> axes, int count, long seed) {
    if (count > MOST) {
      throw new InputException("--trials: " + count + " (expected: at most " + MOST + ")");
    }
    Set<Map<String, String>> drawn = new LinkedHashSet<>();
    Chance chance = Chance.of(seed).at("sweep");
    for (long i = 0; drawn.size() < count && i < (long) count * DRAWS_FOR_ONE; i++) {
      Map<String, String> one = Map.of();
      for (Axis axis : axes) {
        one = with(one, axis.key(), axis.draw(chance.at(i).at(axis.key()).draws()));
      }
      drawn.add(one);
    }
    return List.copyOf(drawn);
  }

  private static Map<String, String> with(Map<String, String> one, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(one);
    more.put(key, value);
    return more;
  }
}
