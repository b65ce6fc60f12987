package io.reflux.bench;

import com.sun.management.OperatingSystemMXBean;
import io.reflux.setting.Amount;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a bench ran on, in words, and what it took of it. */
public final class BenchMachine {
  private static final long GIBI = 1L << 30;

  private BenchMachine() {}

  /** Processor, cores, memory, system and Java: {@code AMD EPYC, 2 cores, 23 GiB, …}. */
  public static String describe() {
    OperatingSystemMXBean system = system();
    int cores = Runtime.getRuntime().availableProcessors();
    return String.join(
        ", ",
        processor(),
        Amount.of(cores, "core"),
        system.getTotalMemorySize() / GIBI + " GiB",
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        "Java " + Runtime.version().feature());
  }

  /** How much processor time this process has had, in nanoseconds. */
  static long processorNanos() {
    return system().getProcessCpuTime();
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  /** Linux knows the processor's name; elsewhere the name of its kind has to do. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return System.getProperty("os.arch");
    }
  }
}
