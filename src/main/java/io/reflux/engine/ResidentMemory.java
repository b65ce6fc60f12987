package io.reflux.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How much of this process, Java's and native memory and mapped files, is in the machine's memory,
 * in gigabytes of 1e9 bytes. Linux only tells it.
 */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ResidentMemory() {}

  /** Now; empty where the system doesn't tell. */
  public static OptionalDouble gigabytes() {
    return field("VmRSS:");
  }

  /** The most since the process began, or since the last {@link #forgetPeak()}. */
  public static OptionalDouble peakGigabytes() {
    return field("VmHWM:");
  }

  /** Lets the peak begin anew at what is resident now, where the system can. */
  public static void forgetPeak() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      // Then the peak is that of the whole process: an upper bound.
    }
  }

  private static OptionalDouble field(String name) {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e9)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }
}
