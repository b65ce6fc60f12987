package io.reflux.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Amount;
import io.reflux.teacher.CacheFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux cache prune DIR}. */
@Command(
    name = "prune",
    description = {
      "Removes whole caches: those that any of the options names.",
      "One that a run has open is left, which is told, and the command leaves with 3."
    },
    mixinStandardHelpOptions = true)
final class CachePrune implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CacheCommand.Folder folder = new CacheCommand.Folder();

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Those that no run has opened for so long, as \"30 days\" or 12h.")
  private @Nullable String age;

  @Option(
      names = "--keep",
      paramLabel = "SIZE",
      description =
          "The longest unused ones, until all that are left take at most so much, "
              + "as \"100 GB\".")
  private @Nullable String size;

  @Option(
      names = "--not-of",
      paramLabel = "RUNS",
      description =
          "Those that no run directory below this folder has opened. "
              + "Of a cache that an earlier version wrote nobody knows who has: it is left.")
  private @Nullable Path runs;

  @Option(names = "--dry-run", description = "Only tells what would be removed.")
  private boolean dry;

  /** A cache and what is known of it. */
  private record Candidate(CacheFolder cache, CacheFolder.Facts facts) {}

  @Override
  public Integer call() throws IOException {
    if (age == null && size == null && runs == null) {
      throw new ParameterException(
          spec.commandLine(), "cache prune: which? (expected: --older-than, --keep or --not-of)");
    }
    if (runs != null && !Files.isDirectory(runs)) {
      throw new ParameterException(
          spec.commandLine(), "--not-of: " + runs + " (expected: a folder of run directories)");
    }
    List<Candidate> all = new ArrayList<>();
    for (CacheFolder cache : folder.caches()) {
      all.add(new Candidate(cache, cache.facts()));
    }
    all.sort(Comparator.comparing(each -> each.facts().used()));
    return remove(chosen(all));
  }

  private List<Candidate> chosen(List<Candidate> all) throws IOException {
    Duration oldest = age == null ? Duration.ofSeconds(Long.MAX_VALUE) : time(age);
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate each : all) {
      Duration unused = Duration.between(each.facts().used(), Instant.now());
      if (unused.compareTo(oldest) > 0 || isOfNoRun(each.cache())) {
        chosen.add(each);
      }
    }
    long left = size == null ? Long.MAX_VALUE : bytes(size);
    List<Candidate> newestFirst = new ArrayList<>(all);
    newestFirst.removeAll(chosen);
    Collections.reverse(newestFirst);
    for (Candidate each : newestFirst) {
      left -= each.facts().bytes();
      if (left < 0) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  private boolean isOfNoRun(CacheFolder cache) throws IOException {
    if (runs == null || cache.runs().isEmpty()) {
      return false;
    }
    Path below = runs.toAbsolutePath().normalize();
    return cache.runs().stream().noneMatch(run -> run.startsWith(below) && Files.isDirectory(run));
  }

  private int remove(List<Candidate> chosen) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int inUse = 0;
    long bytes = 0;
    for (Candidate each : chosen) {
      boolean gone = dry ? !each.cache().inUse() : each.cache().remove();
      inUse += gone ? 0 : 1;
      bytes += gone ? each.facts().bytes() : 0;
      out.println(
          each.cache().path()
              + (gone ? dry ? ": would go" : ": removed" : ": in use by a run (expected: none)"));
    }
    out.printf(
        Locale.ROOT,
        "%d of %d, %s%s%n",
        chosen.size() - inUse,
        chosen.size(),
        Amount.bytes(bytes),
        dry ? ", would go" : ", removed");
    out.flush();
    return inUse == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Duration time(String text) {
    try {
      return ConfigFactory.parseMap(Map.of("x", text)).getDuration("x");
    } catch (ConfigException e) {
      throw new ParameterException(
          spec.commandLine(), "--older-than: " + text + " (expected: a time, as 30 days)", e);
    }
  }

  private long bytes(String text) {
    try {
      return ConfigFactory.parseMap(Map.of("x", text)).getBytes("x");
    } catch (ConfigException e) {
      throw new ParameterException(
          spec.commandLine(), "--keep: " + text + " (expected: a size, as 100 GB)", e);
    }
  }
}
