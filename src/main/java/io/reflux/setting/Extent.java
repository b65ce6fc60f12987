package io.reflux.setting;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * How deep and how large a text is once it has been read: a path of many words nests without a
 * bracket, and substitutions may repeat what they name.
 */
final class Extent {
  private static final int MOST_VALUES = 1 << 18;

  private Extent() {}

  /** A value and how deep it lies. */
  private record Nested(ConfigValue value, int depth) {}

  /**
   * Refuses an object that is deeper or larger than anybody writes.
   *
   * @throws RefusedTextException saying so
   */
  static void check(ConfigObject root) {
    Deque<Nested> open = new ArrayDeque<>();
    open.push(new Nested(root, 0));
    int values = 0;
    while (!open.isEmpty()) {
      Nested next = open.pop();
      if (next.depth > Nesting.MOST) {
        throw Nesting.tooDeep("");
      }
      if (++values > MOST_VALUES) {
        throw new RefusedTextException("more than " + MOST_VALUES + " values", "fewer of them");
      }
      inside(next.value).forEach(value -> open.push(new Nested(value, next.depth + 1)));
    }
  }

  private static Collection<ConfigValue> inside(ConfigValue value) {
    if (!Place.isResolved(value)) {
      return List.of();
    }
    if (value instanceof ConfigObject object) {
      return object.values();
    }
    return value instanceof ConfigList list ? list : List.of();
  }
}
