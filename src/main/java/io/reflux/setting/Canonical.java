package io.reflux.setting;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings as text that is the same whenever and wherever it is made, unlike {@code toString}: sets
 * and maps come sorted, records by the names of their components. Two settings have one text if and
 * only if they are equal; so a digest of it may outlive the process.
 */
public final class Canonical {
  /** Those whose {@code toString} depends on the value alone. */
  private static final Set<Class<?>> PLAIN =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          java.math.BigInteger.class,
          java.time.Duration.class);

  private Canonical() {}

  /** The SHA-256 of a value's text. */
  public static String digest(Object value) {
    return Sha256.of(text(value));
  }

  /**
   * The text of a value.
   *
   * @param value a text, number, truth, enum, duration, or any record, list, set, map or {@code
   *     Optional} of such
   * @throws IllegalArgumentException if there is anything else in it, whose text could change
   */
  public static String text(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (PLAIN.contains(value.getClass())) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
    }
    if (value instanceof Record fields) {
      return record(fields);
    }
    if (value instanceof Map<?, ?> map) {
      return sorted(map.entrySet(), e -> text(e.getKey()) + "=" + text(e.getValue()), "{", "}");
    }
    if (value instanceof Set<?> set) {
      return sorted(set, Canonical::text, "{", "}");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Canonical::text).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Optional<?> optional) {
      return text(optional.<List<?>>map(List::of).orElse(List.of()));
    }
    throw new IllegalArgumentException(
        "canonical text: "
            + value.getClass().getName()
            + " (expected: texts, numbers, enums, records and collections of them)");
  }

  private static <T> String sorted(
      Collection<T> all, Function<T, String> text, String open, String close) {
    return all.stream().map(text).sorted().collect(Collectors.joining(",", open, close));
  }

  private static String record(Record fields) {
    Stream<String> parts =
        Arrays.stream(fields.getClass().getRecordComponents())
            .map(component -> component.getName() + "=" + text(value(component, fields)));
    return parts
        .sorted()
        .collect(Collectors.joining(",", fields.getClass().getSimpleName() + "(", ")"));
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " can't be asked", e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
