package io.reflux.cli;

import io.reflux.setting.Amount;
import io.reflux.teacher.CacheFolder;
import io.reflux.teacher.CacheNote;
import io.reflux.wire.ShardHeader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reflux cache info DIR}. */
@Command(
    name = "info",
    description = {
      "Tells of each cache whose answers it holds, about which images, and how many rows there"
          + " are.",
      "The share of rows is of those that there are to know while no example is drawn twice in an"
          + " epoch."
    },
    mixinStandardHelpOptions = true)
final class CacheInfo implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CacheCommand.Folder folder = new CacheCommand.Folder();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (CacheFolder cache : folder.caches()) {
      CacheFolder.Facts facts = cache.facts();
      out.println(cache.path());
      facts.note().ifPresent(note -> print(note, out));
      facts.header().ifPresent(header -> print(header, out));
      out.printf(
          Locale.ROOT,
          "  holds      %s in %s, %s%s%n",
          Amount.of(facts.rows(), "row"),
          Amount.of(facts.shards(), "shard"),
          Amount.bytes(facts.bytes()),
          facts.note().map(note -> share(facts.rows(), note.rows())).orElse(""));
      out.println("  last used  " + ago(facts.used()) + (cache.inUse() ? ", by a run now" : ""));
      List<Path> runs = cache.runs();
      if (!runs.isEmpty()) {
        out.println(
            "  opened by  " + runs.stream().map(Path::toString).collect(Collectors.joining(", ")));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static void print(CacheNote note, PrintWriter out) {
    out.println("  teacher    " + note.teacher() + ", " + note.precision());
    out.printf(
        Locale.ROOT,
        "  images     %,d of %s, %s%n",
        note.examples(),
        note.dataset(),
        note.period() == 0
            ? "unaltered"
            : Amount.of(note.views(), "view")
                + " of each, which repeat after "
                + Amount.of(note.period(), "epoch"));
  }

  private static void print(ShardHeader header, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  a row      %s, %s, %,d bytes%n",
        header.outputs().stream()
            .map(output -> output.name() + " " + output.shape())
            .collect(Collectors.joining(", ")),
        header.elementType().toLowerCase(Locale.ROOT),
        header.recordBytes());
    out.println("  answered   by " + header.teacherDigest());
    out.println("  pixels     " + header.transformDigest());
  }

  private static String share(long rows, long all) {
    return all == 0 ? "" : String.format(Locale.ROOT, ", %.1f %% of %,d", 100.0 * rows / all, all);
  }

  private static String ago(Instant then) {
    Duration age = Duration.between(then, Instant.now());
    Optional<String> days =
        age.toDays() > 0 ? Optional.of(Amount.of(age.toDays(), "day") + " ago") : Optional.empty();
    return days.orElseGet(
        () ->
            age.toHours() > 0
                ? Amount.of(age.toHours(), "hour") + " ago"
                : Amount.of(age.toMinutes(), "minute") + " ago");
  }
}
