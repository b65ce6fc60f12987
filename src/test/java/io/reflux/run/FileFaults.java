package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.run.FaultTable.Fault;
import io.reflux.run.FaultTable.Outcome;
import io.reflux.setting.InputException;
import io.reflux.stage.RunEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of a run that are damaged, or in each other's place, before it goes on. */
record FileFaults(FaultTrials trials) {
  private static final int TURNS = 2;
  private static final String WITHOUT = FaultTrials.CACHES.get(0);

  /** Which files, by what they are. */
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("a manifest", "checkpoints/target/step-.*/manifest.pb"),
              Map.entry("tensors", "checkpoints/target/step-.*\\.safetensors"),
              Map.entry("the teacher's weights", "checkpoints/source/source-best\\.safetensors"),
              Map.entry("a shard", "features/.*\\.features"),
              Map.entry("a task's summary", "checkpoints/source/summary.json"),
              Map.entry("TensorBoard's events", "tensorboard/.*"),
              Map.entry("the journal", "journal.jsonl"),
              Map.entry("what it began with", "beginning/.*"),
              Map.entry("metrics.csv", "metrics.csv"),
              Map.entry("the note of evaluations", "checkpoints/target/evaluations.json"),
              Map.entry("evaluations.csv", "evaluations.csv")));

  List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    for (String cache : FaultTrials.CACHES) {
      FILES.forEach(
          (what, pattern) -> {
            for (Damage damage : damages(what, cache)) {
              for (int turn = 0; turn < TURNS; turn++) {
                Chance chance = Chance.of(9).at(cache).at(what).at(damage.name()).at(turn);
                faults.add(
                    new Fault(
                        what + " damaged",
                        cache + ", " + damage + ", " + turn,
                        () -> damaged(cache, pattern, damage, chance)));
              }
            }
          });
    }
    for (String method : SoakRuns.METHODS) {
      for (Damage damage : Damage.values()) {
        Chance chance = Chance.of(9).at(method).at(damage.name());
        faults.add(
            new Fault(
                "the newest checkpoint damaged",
                method + ", " + damage,
                () -> newestDamaged(method, damage, chance)));
      }
    }
    for (String place : List.of("checkpoints/source", "features", "programs", "embeddings")) {
      faults.add(new Fault("a file in a folder's place", place, () -> inTheWay(place)));
    }
    return faults;
  }

  private static Set<Damage> damages(String what, String cache) {
    return switch (what) {
      case "a shard" ->
          cache.equals(WITHOUT) ? EnumSet.noneOf(Damage.class) : EnumSet.allOf(Damage.class);
      default -> EnumSet.allOf(Damage.class);
    };
  }

  private Outcome damaged(String cache, String pattern, Damage damage, Chance chance)
      throws Exception {
    Path run = trials.halfway(cache);
    Draws draws = chance.draws();
    List<Path> files;
    try (Stream<Path> all = Files.walk(run)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> run.relativize(file).toString().matches(pattern))
              .sorted()
              .toList();
    }
    assertThat(files).as(pattern).isNotEmpty();
    for (Path file : files) {
      damage.to(file, draws);
    }
    return ended(cache, run, files);
  }

  /** One of its files: there is an older checkpoint to go on from. */
  private Outcome newestDamaged(String method, Damage damage, Chance chance) throws Exception {
    Path run = trials.halfway(method);
    Draws draws = chance.draws();
    List<Path> checkpoints;
    try (Stream<Path> all = Files.list(run.resolve("checkpoints/target"))) {
      checkpoints = all.filter(Files::isDirectory).sorted().toList();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(checkpoints.get(checkpoints.size() - 1))) {
      files = all.sorted().toList();
    }
    Path file = files.get(draws.nextInt(files.size()));
    damage.to(file, draws);
    return ended(method, run, List.of(file));
  }

  private Outcome inTheWay(String place) throws Exception {
    String cache = FaultTrials.CACHES.get(2);
    Path run = trials.folder();
    Path file = run.resolve(place);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "in the way");
    return ended(cache, run, List.of(file));
  }

  private Outcome ended(String cache, Path run, List<Path> files) throws Exception {
    Trial trial;
    try {
      trial = Trial.of(trials.pipeline(cache), run);
    } catch (InputException refused) {
      assertThat(named(String.valueOf(refused.getMessage()), files)).as("%s", refused).isTrue();
      return Outcome.NAMED;
    }
    if (trial.end() instanceof RunEnd.Failed failed) {
      assertThat(named(failed.sentence(), files)).as(failed.sentence()).isTrue();
      return Outcome.NAMED;
    }
    trial.completed();
    boolean told =
        trial.heard(RunEvent.Told.class).stream().anyMatch(each -> named(each.sentence(), files));
    if (told && !Series.of(trial.directory()).equals(trials.undisturbed(cache))) {
      assertThat(Series.of(trial.directory()).models())
          .isEqualTo(trials.undisturbed(cache).models());
      return Outcome.LOSS_TOLD;
    }
    trials.assertSame(cache, trial.directory());
    return Outcome.SAME_NUMBERS;
  }

  private static boolean named(String sentence, List<Path> files) {
    return files.stream().anyMatch(file -> sentence.contains(String.valueOf(file.getFileName())));
  }
}
