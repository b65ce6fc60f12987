package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reflux.Campaign;
import io.reflux.JavaCommand;
import io.reflux.chance.Chance;
import io.reflux.cli.Main;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.FaultTable.Fault;
import io.reflux.run.FaultTable.Outcome;
import io.reflux.run.FaultyDisk.Fails;
import io.reflux.run.FaultyDisk.Rule;
import io.reflux.rundir.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full, slow, failing, read-only or away, and clocks that jump, under the whole
 * command in a process of its own. Each ends with the numbers of the undisturbed run, or in a
 * sentence that names the fault, from where the run goes on to the same numbers.
 */
class DiskFaultsIT {
  private static final int MINUTES = 5;
  private static final int SHORT = 3;
  private static final int FIRST_CALLS = 12;

  /** What of a run directory is written, by a part of its path. */
  private static final List<String> WRITTEN =
      List.of(
          "/run/checkpoints/",
          "/run/metrics.csv",
          "/run/evaluations.csv",
          "/run/features/",
          "/run/tensorboard/",
          "/run/timeline.csv",
          "/run/journal.jsonl",
          "/run/reflux.log",
          "/run/");

  private static final Set<String> UNSYNCED = Set.of("/run/timeline.csv", "/run/reflux.log");

  /** Of these there are many calls: a fault may begin at any. Of others the first one meets it. */
  private static final Set<String> OFTEN =
      Set.of("/run/checkpoints/", "/run/tensorboard/", "/run/", "/pack/");

  private static final int DAY = 86_400;

  /** Milliseconds for which a call hangs. */
  private static final int HANGS = 4_000;

  private static final String TOLD = "; it may hang";
  private static final int TERMINATED = 143;

  @TempDir Path root;

  private Path pack = Path.of("");
  private Optional<FaultyDisk> disk = Optional.empty();
  private Optional<Series> whole = Optional.empty();

  @BeforeEach
  void prepare() throws Exception {
    disk = FaultyDisk.compiled(root);
    assumeTrue(disk.isPresent(), "a C compiler (cc) makes the disk fail, on Linux");
    pack = TinyPack.write(root.resolve("pack"));
    whole = Optional.of(Series.of(pipeline(), root.resolve("whole")));
  }

  @Test
  void aFewFaultsOfTheDisk() {
    List<Fault> faults =
        List.of(
            fault("a full disk", new Rule("write", Fails.ENOSPC.number, "/run/", 40, 6)),
            fault("a failing disk", new Rule("read", Fails.EIO.number, "/pack/", 9, SHORT)),
            hung("a disk that hangs", new Rule("read", -HANGS, "/pack/", 30, 1)),
            fault("a read-only disk", new Rule("alter", Fails.EROFS.number, "/run/", 20, Rule.ALL)),
            fault("a clock that jumps", new Rule("clock", -DAY, "-", 400, Rule.ALL)));
    meet(faults);
  }

  @Test
  @Campaign
  void manyFaultsOfTheDisk() {
    List<Fault> faults = new ArrayList<>();
    for (String part : WRITTEN) {
      for (Fails fails : List.of(Fails.ENOSPC, Fails.EDQUOT, Fails.EIO)) {
        faults.add(fault("a full or failing disk", rule("write", fails, part, SHORT)));
        faults.add(fault("a full or failing disk, for good", rule("write", fails, part, Rule.ALL)));
      }
      if (!UNSYNCED.contains(part)) {
        faults.add(fault("a disk that can't sync", rule("sync", Fails.EIO, part, SHORT)));
      }
      faults.add(fault("a read-only disk", rule("alter", Fails.EROFS, part, SHORT)));
      faults.add(fault("a read-only disk, for good", rule("alter", Fails.EROFS, part, Rule.ALL)));
      faults.add(fault("a slow disk", rule("any", Fails.SLOWLY, part, 100)));
      faults.add(fault("a disk that vanishes", rule("any", Fails.ESTALE, part, SHORT)));
    }
    for (Fails fails : List.of(Fails.EIO, Fails.ESTALE, Fails.GONE, Fails.SLOWLY)) {
      for (String operation : List.of("read", "open")) {
        faults.add(fault("pictures that fail", rule(operation, fails, "/pack/", SHORT)));
      }
    }
    for (Fails fails : List.of(Fails.EIO, Fails.ESTALE)) {
      faults.add(fault("pictures that fail for good", rule("read", fails, "/pack/", Rule.ALL)));
    }
    for (int first = 1; first <= FIRST_CALLS; first++) {
      Rule rule = new Rule("read", -HANGS, "/pack/", 9 * first, 1);
      faults.add(hung("pictures that hang", rule));
      faults.add(hung("pictures that hang for good", rule.withNumber(-DAY)));
    }
    for (String part : WRITTEN) {
      Rule rule = new Rule("any", -HANGS, part, 1, 1);
      faults.add(fault("a disk that hangs", rule));
    }
    for (int seconds : List.of(DAY, -DAY, 60, -60, 10_000 * DAY, -10_000 * DAY)) {
      faults.add(fault("a clock that jumps", new Rule("clock", seconds, "-", 300, Rule.ALL)));
      faults.add(fault("a clock that jumps, and back", new Rule("clock", seconds, "-", 300, 200)));
    }
    meet(faults);
  }

  private static void meet(List<Fault> faults) {
    FaultTable table = new FaultTable();
    faults.forEach(table::meet);
    table.close(faults.size());
  }

  private static Rule rule(String operation, Fails fails, String part, int count) {
    Chance chance = Chance.of(17).at(operation).at(fails.name()).at(part).at(count);
    int first = OFTEN.contains(part) ? 1 + chance.draws().nextInt(FIRST_CALLS) : 1;
    return new Rule(operation, fails.number, part, first, count);
  }

  private Fault fault(String kind, Rule rule) {
    return new Fault(kind, rule.toString(), () -> met(rule));
  }

  private Outcome met(Rule rule) throws Exception {
    Path folder = Files.createTempDirectory(root, "trial");
    Path run = folder.resolve("run");
    Path marker = folder.resolve("met");
    int code = code(rule, folder, run, marker);
    String told = Files.readString(folder.resolve("said.txt"));
    FaultyDisk.assertMet(rule, marker);
    if (code == 0) {
      assertSame(run);
      return Outcome.SAME_NUMBERS;
    }
    assertThat(code).as(told).isIn(2, 3);
    assertThat(told).as("%s is named", rule).containsAnyOf(names(rule));
    Trial.of(pipeline(), run).completed();
    assertSame(run);
    return Outcome.NAMED_AND_RESUMED;
  }

  /** A reading hangs: that is told, and it ends of itself, or by whoever was told. */
  private Fault hung(String kind, Rule rule) {
    return new Fault(kind, rule.toString(), () -> waitedFor(rule));
  }

  private Outcome waitedFor(Rule rule) throws Exception {
    Path folder = Files.createTempDirectory(root, "trial");
    Path run = folder.resolve("run");
    Path said = folder.resolve("said.txt");
    Process child = start(rule, folder, run, folder.resolve("met"));
    try {
      await()
          .atMost(MINUTES, TimeUnit.MINUTES)
          .until(() -> Files.readString(said).contains(TOLD) || !child.isAlive());
      if (rule.number() == -HANGS) {
        assertThat(child.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s: it ends", rule).isTrue();
        assertThat(child.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said)).contains(TOLD);
        assertSame(run);
        return Outcome.SAME_NUMBERS;
      }
      assertThat(Files.readString(said)).contains(TOLD);
      child.destroy();
      assertThat(child.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s: it leaves", rule).isTrue();
      assertThat(child.exitValue()).as(Files.readString(said)).isEqualTo(TERMINATED);
    } finally {
      child.destroyForcibly();
    }
    Trial.of(pipeline(), run).completed();
    assertSame(run);
    return Outcome.NAMED_AND_RESUMED;
  }

  private static String[] names(Rule rule) {
    List<String> names = new ArrayList<>(List.of(rule.part()));
    for (Fails each : Fails.values()) {
      if (each.number == rule.number() && !each.words.isEmpty()) {
        names.add(each.words);
      }
    }
    return names.toArray(String[]::new);
  }

  private void assertSame(Path run) {
    assertThat(Series.of(new RunDirectory(run)).equals(whole.orElseThrow()))
        .as("the same numbers")
        .isTrue();
  }

  private int code(Rule rule, Path folder, Path run, Path marker) throws Exception {
    Process child = start(rule, folder, run, marker);
    try {
      assertThat(child.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s: it ends", rule).isTrue();
      return child.exitValue();
    } finally {
      child.destroyForcibly();
    }
  }

  private Process start(Rule rule, Path folder, Path run, Path marker) throws Exception {
    Path file = Files.writeString(folder.resolve("tiny.conf"), pipeline().resolved());
    List<String> options =
        JavaCommand.with(
            JavaCommand.BRIEF,
            "-Dreflux.storage.patience=3s",
            "-Dreflux.writing.patience=3s",
            "-Dreflux.writing.first-delay=100ms",
            "-Dreflux.watchdog.interval=50ms", // the timeline is written before the run is over
            "-Dreflux.watchdog.first=1s",
            "-Dreflux.watchdog.least=500ms",
            "-Dreflux.watchdog.times=2",
            "-Dreflux.grace=2s");
    String[] words = {"run", file.toString(), "--run-dir", run.toString()};
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(options, Main.class, words))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    disk.orElseThrow().into(builder.environment(), rule, marker);
    return builder.start();
  }

  private Pipeline pipeline() throws Exception {
    return TinyPipeline.over(pack, TinyPipeline.NARROW, "data.decode.kept-bytes = 0 B");
  }
}
