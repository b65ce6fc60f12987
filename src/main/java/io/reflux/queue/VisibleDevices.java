package io.reflux.queue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lets a process see some graphics processors alone: the first is its {@code gpu0}, the second its
 * {@code gpu1} (CUDA's own variable says so, so that no pipeline has to be another one).
 */
final class VisibleDevices {
  private static final String VARIABLE = "CUDA_VISIBLE_DEVICES";
  private static final String PREFIX = "gpu";

  private VisibleDevices() {}

  /** What is set in the environment of the process; nothing if it sees what this one sees. */
  static Map<String, String> of(List<String> given) {
    return of(given, System.getenv().getOrDefault(VARIABLE, ""));
  }

  /**
   * The same, of a process that sees some alone itself.
   *
   * @param seen as the variable has them; empty if it sees all
   */
  static Map<String, String> of(List<String> given, String seen) {
    List<String> own = seen.isBlank() ? List.of() : List.of(seen.split(","));
    return given.isEmpty()
        ? Map.of()
        : Map.of(
            VARIABLE,
            given.stream()
                .map(device -> Integer.parseInt(device.substring(PREFIX.length())))
                .map(number -> number < own.size() ? own.get(number).strip() : number.toString())
                .collect(Collectors.joining(",")));
  }
}
