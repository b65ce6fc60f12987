package io.reflux.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How much memory this process may take at most: what the machine has, or its group is given. */
final class MachineMemory {
  private static final int KIBIBYTE = 1024;

  private MachineMemory() {}

  /** In bytes; empty where the system doesn't tell. */
  static OptionalLong bytes() {
    return least(
        Path.of("/proc/meminfo"),
        List.of(
            Path.of("/sys/fs/cgroup/memory.max"),
            Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes")));
  }

  /**
   * The least of what some files say.
   *
   * @param machine has a line {@code MemTotal:}, in KiB
   * @param groups a number of bytes each, or {@code max} for no limit
   */
  static OptionalLong least(Path machine, List<Path> groups) {
    LongStream all =
        lines(machine).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE);
    LongStream bounds =
        groups.stream()
            .flatMap(group -> lines(group).stream())
            .filter(line -> line.matches("\\d{1,18}"))
            .mapToLong(Long::parseLong);
    return LongStream.concat(all, bounds).min();
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
