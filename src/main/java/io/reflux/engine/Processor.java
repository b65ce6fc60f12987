package io.reflux.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this machine's processor is. Libraries choose their routines by it, and those add up in
 * orders of their own: two kinds of processors may differ in an answer's last bits.
 */
public final class Processor {
  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final List<String> KIND =
      List.of("vendor_id", "cpu family", "model", "cache size");
  private static final String VECTORS = "(avx|amx|fma|f16c|sse4|asimd|sve|bf16).*";

  private Processor() {}

  /** Its kind, its cache and its vector instructions; the architecture where that isn't known. */
  public static String words() {
    try {
      return words(Files.readString(INFO));
    } catch (IOException e) {
      return System.getProperty("os.arch", "");
    }
  }

  /** What the listing of a machine's processors says of the first. */
  static String words(String listing) {
    Map<String, String> first = new TreeMap<>();
    for (String line : listing.split("\n\n", 2)[0].split("\n")) {
      String[] entry = line.split(":", 2);
      first.put(entry[0].strip(), entry.length == 1 ? "" : entry[1].strip());
    }
    List<String> words = new ArrayList<>();
    KIND.forEach(key -> words.add(first.getOrDefault(key, "")));
    String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
    Arrays.stream(flags.split(" ")).filter(f -> f.matches(VECTORS)).sorted().forEach(words::add);
    return String.join(" ", words).strip();
  }
}
