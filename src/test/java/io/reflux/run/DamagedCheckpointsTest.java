package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.ChangeKind;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose checkpoints, or summaries, were damaged after they had been written. */
class DamagedCheckpointsTest {
  private static final String TARGET = "target";

  @TempDir Path folder;
  private Path run = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private Pipeline pipeline;

  private RunDirectory directory = new RunDirectory(Path.of(""));
  private long answers;
  private Series series = new Series(List.of(), List.of(), new java.util.TreeMap<>());

  @BeforeEach
  void begin() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    run = folder.resolve("run");
    pipeline = TinyPipeline.ofOneStudent(pack);
    Trial begun = Trial.of(pipeline, run);
    begun.completed();
    directory = begun.directory();
    series = Series.of(directory);
    answers = answers();
    Files.delete(directory.taskSummary(TARGET));
    Files.delete(directory.summary());
  }

  @Test
  void anOlderOneIsUsedAndThatIsSaidEverywhere() throws Exception {
    List<Path> checkpoints = checkpoints();
    Path torn = checkpoints.get(1).resolve("student.network.safetensors");
    Files.write(torn, java.util.Arrays.copyOf(Files.readAllBytes(torn), 100));
    List<List<String>> status = new java.util.concurrent.CopyOnWriteArrayList<>();
    Trial resumed =
        Trial.of(
            pipeline,
            run,
            new io.reflux.stage.StageFactory(),
            (handle, event) -> {
              if (event instanceof RunEvent.StepTaken) {
                status.add(handle.status().get().toCompletableFuture().join().progress().notes());
              }
            });
    String note = "goes on from an older checkpoint, after step 6";
    assertThat(resumed.completed().notes())
        .anyMatch(each -> each.contains(torn.toString()) && each.contains(note));
    assertThat(resumed.heard(RunEvent.Told.class))
        .extracting(RunEvent.Told::sentence)
        .contains(note)
        .anyMatch(each -> each.startsWith("checkpoint passed over: " + torn + ": 100 bytes"))
        .anyMatch(each -> each.contains("metrics.csv: 6 lines taken out"));
    assertThat(status).isNotEmpty().allMatch(notes -> notes.contains(note));
    JournalEntry entry =
        RunJournal.read(directory).stream()
            .filter(each -> each.what().equals("older-checkpoint"))
            .findFirst()
            .orElseThrow();
    assertThat(entry.step()).isEqualTo(6);
    assertThat(entry.task()).isEqualTo(TARGET);
    assertThat(Series.of(directory)).isEqualTo(series);
    assertThat(answers()).as("of all attempts").isGreaterThanOrEqualTo(answers).isPositive();
  }

  /** How many the summary says that the teacher gave. */
  private long answers() {
    TaskSummary summary = directory.readTask(TARGET).orElseThrow();
    return summary.cacheHits() + summary.cacheMisses();
  }

  @Test
  void ifNoneIsWholeTheTaskFailsAndNamesEach() throws Exception {
    List<Path> checkpoints = checkpoints();
    Path flipped = checkpoints.get(0).resolve("student.network.safetensors");
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length - 1] ^= 1;
    Files.write(flipped, bytes);
    Files.delete(checkpoints.get(1).resolve("manifest.pb"));
    Path empty = directory.task(TARGET).resolve("step-0000000099-9");
    Files.createDirectory(empty);
    Files.write(empty.resolve("manifest.pb"), new byte[0]);
    String metrics = Files.readString(directory.metrics());

    String sentence = Trial.of(pipeline, run).failed(TARGET);
    assertThat(sentence)
        .startsWith("not one of its checkpoints is whole (expected: at least one; ")
        .contains("--from-scratch")
        .contains(flipped + ": CRC-32C ")
        .contains(checkpoints.get(1).resolve("manifest.pb") + ": missing")
        .contains(empty.toString());
    assertThat(Files.readString(directory.metrics())).isEqualTo(metrics);

    Trial again = Trial.of(pipeline, run, new Allowance(Set.of(), List.of(), true));
    assertThat(again.completed().notes())
        .anyMatch(each -> each.startsWith("from-scratch (--from-scratch) in target after step 0"));
    assertThat(again.heard(RunEvent.TaskStarted.class).get(0).fromStep()).isZero();
    assertThat(Series.of(directory)).isEqualTo(series);
    Path aside = directory.aside().resolve("target");
    assertThat(Files.readString(aside.resolve("metrics.csv"))).isEqualTo(metrics);
    assertThat(aside.resolve("checkpoints").resolve(empty.getFileName())).isDirectory();
  }

  @Test
  void onesThatMayNotBeReadAreNamed() throws Exception {
    for (Path each : checkpoints()) {
      Path manifest = each.resolve("manifest.pb");
      Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("---------"));
      org.junit.jupiter.api.Assumptions.assumeFalse(
          Files.isReadable(manifest), "this user may read anything");
    }
    assertThat(Trial.of(pipeline, run).failed(TARGET)).contains("manifest.pb: can't be read");
  }

  @Test
  void aSummaryMadeAfterAResumeIsAboutTheWhole() throws Exception {
    Files.writeString(directory.taskSummary(TARGET), "{ \"task\": \"tar");
    Trial resumed = Trial.of(pipeline, run);
    TaskSummary summary = resumed.completed().tasks().get(1);
    assertThat(summary.teacher()).containsKeys("recall@1", "map@r");
    assertThat(summary.imagesPerSecond()).isPositive();
    assertThat(resumed.heard(RunEvent.Told.class).get(0).sentence())
        .startsWith(directory.taskSummary(TARGET) + ": no summary (expected: ")
        .endsWith("; it is made again");
    assertThat(Series.of(directory)).isEqualTo(series);
  }

  @Test
  void moreEpochsAreTrainedThanThereWere() throws Exception {
    Pipeline longer =
        Pipeline.parse(
            Files.readString(directory.pipeline()),
            List.of("tasks.source.train.epochs=3", "tasks.target.distill.epochs=3"));
    Allowance assigned =
        new Allowance(
            Set.of(ChangeKind.NEEDS),
            List.of("tasks.source.train.epochs=3", "tasks.target.distill.epochs=3"),
            false);
    Trial resumed = Trial.of(longer, run, assigned);
    assertThat(resumed.completed().tasks()).allMatch(task -> task.epochs() == 3);
    assertThat(resumed.heard(RunEvent.TaskStarted.class))
        .extracting(RunEvent.TaskStarted::fromStep)
        .containsExactly((long) TinyPipeline.STEPS, (long) TinyPipeline.STEPS);
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(directory.task(TARGET))) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }
}
