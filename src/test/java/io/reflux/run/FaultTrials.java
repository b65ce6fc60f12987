package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.run.FailingStages.Which;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The runs that faults are injected into, and what those come to that meet none. */
final class FaultTrials {
  /** Every mode of the feature cache. */
  static final List<String> CACHES =
      List.of(
          "mode = off", "mode = clean", "mode = replay, period = 1", "mode = replay, period = 2");

  private static final int EPOCHS = 2;

  private final Path root;
  private final Path pack;
  private final Map<String, RunDirectory> undisturbed = new HashMap<>();
  private final Map<String, Path> halfway = new HashMap<>();
  private int folders;

  FaultTrials(Path root) throws IOException {
    this.root = root;
    pack = TinyPack.write(root.resolve("pack"));
  }

  /** The pictures. */
  Path pack() {
    return pack;
  }

  /** A teacher and a student of it, by the mode of the cache; or a method's pipeline. */
  Pipeline pipeline(String kind) throws PipelineException {
    return SoakRuns.METHODS.contains(kind)
        ? SoakRuns.pipeline(kind, pack, EPOCHS, "3 steps")
        : over(pack, kind);
  }

  /** The teacher and the student over other pictures. */
  Pipeline over(Path pictures, String cache, String... changes) throws PipelineException {
    String[] all = java.util.Arrays.copyOf(changes, changes.length + 1);
    all[changes.length] = "shared.cache { " + cache + " }";
    return TinyPipeline.ofOneStudent(pictures, all);
  }

  /** Holds a run's numbers to those of a run that met nothing. */
  void assertSame(String cache, RunDirectory run) throws PipelineException, IOException {
    Series found = Series.of(run);
    Series expected = undisturbed(cache);
    assertThat(found.losses().equals(expected.losses())).as("the same losses").isTrue();
    assertThat(found.evaluations()).isEqualTo(expected.evaluations());
    assertThat(found.models()).isEqualTo(expected.models());
    assertThat(students(run)).isEqualTo(students(whole(cache)));
  }

  /** What the summary says of each student. */
  private static List<Map<String, TaskSummary.StudentSummary>> students(RunDirectory run) {
    return run.readSummary().orElseThrow().tasks().stream().map(TaskSummary::students).toList();
  }

  /** What a run comes to that meets nothing. */
  Series undisturbed(String cache) throws PipelineException, IOException {
    return Series.of(whole(cache));
  }

  private RunDirectory whole(String cache) throws PipelineException, IOException {
    if (!undisturbed.containsKey(cache)) {
      Trial trial = Trial.of(pipeline(cache), folder());
      trial.completed();
      undisturbed.put(cache, trial.directory());
    }
    return Objects.requireNonNull(undisturbed.get(cache));
  }

  /** The call of a trainer in the middle of the last epoch. */
  private static int fails(String kind) {
    int epoch = TinyPipeline.STEPS_PER_EPOCH;
    if (!SoakRuns.METHODS.contains(kind)) {
      return TinyPipeline.STEPS + epoch + 3;
    }
    return (SoakRuns.taught(kind) ? epoch : 0) + SoakRuns.students(kind) * (epoch + 3);
  }

  /** A copy of a run that was left in the second epoch of its distillation. */
  Path halfway(String cache) throws PipelineException, IOException {
    if (!halfway.containsKey(cache)) {
      Path run = folder();
      int fails = fails(cache);
      FailingStages stages = new FailingStages(Which.TRAINER, call -> call >= fails);
      assertThat(Trial.of(pipeline(cache), run, stages).end()).isInstanceOf(RunEnd.Failed.class);
      halfway.put(cache, run);
    }
    return copy(Objects.requireNonNull(halfway.get(cache)));
  }

  /** A folder of its own for each trial. */
  Path folder() throws IOException {
    return Files.createDirectories(root.resolve("folder-" + folders++));
  }

  /** A folder with what another holds. */
  Path copy(Path from) throws IOException {
    Path to = folder();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
