package io.reflux.sweep;

import io.reflux.chance.Draws;
import io.reflux.setting.InputException;
import java.util.HashSet;
import java.util.List;

/**
 * A key with some values.
 *
 * @param key the key
 * @param values different ones, as HOCON; at least one
 */
record ListedAxis(String key, List<String> values) implements Axis {

  /** Refuses a list that is empty, or names a value twice. */
  ListedAxis {
    values = List.copyOf(values);
    if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
      throw new InputException(
          "--over: "
              + key
              + "="
              + String.join(",", values)
              + " (expected: different values, one at least)");
    }
  }

  @Override
  public String draw(Draws draws) {
    return values.get(draws.nextInt(values.size()));
  }
}
