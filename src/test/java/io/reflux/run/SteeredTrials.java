package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.stage.Failures;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunHandle;
import io.reflux.stage.StageFactory;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs of one pipeline that are told to do something else.
 *
 * @param pipeline what is run
 * @param folder where the runs are, by their names
 */
record SteeredTrials(Pipeline pipeline, Path folder) {
  static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Those of a teacher and a student, with few batches at once. */
  static SteeredTrials of(Path pack, Path folder) throws Exception {
    return new SteeredTrials(TinyPipeline.ofOneStudent(pack, TinyPipeline.NARROW), folder);
  }

  /** What a run comes to that is told up front what another was told meanwhile. */
  Series toldUpFront(String as) throws IOException {
    Path changes = changesOf(folder.resolve("up-front"));
    Files.createDirectories(changes.resolveSibling(""));
    Files.copy(changesOf(folder.resolve(as)), changes);
    return Series.of(trial("up-front").directory());
  }

  /** A run that nobody meddles with, begun or gone on with. */
  Trial trial(String name) {
    return trial(name, (run, event) -> {});
  }

  /** A run that somebody meddles with. */
  Trial trial(String name, Trial.Meddler meddler) {
    return Trial.of(pipeline, folder.resolve(name), new StageFactory(), meddler);
  }

  /** The sentence by which a run refuses an order. */
  static String refusal(RunHandle run, Steering steering) {
    CompletableFuture<Steered> answer = run.steer().apply(steering).toCompletableFuture();
    assertThat(answer)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NotSteeredException.class);
    return String.valueOf(
        Failures.cause(answer.handle((told, error) -> error).join()).getMessage());
  }

  /** Where it stands what a run's first task was told. */
  static Path changesOf(Path run) {
    return run.resolve("checkpoints").resolve("source").resolve("changes.jsonl");
  }

  /** What it was told, without checksums. */
  static List<String> changes(Trial trial) throws IOException {
    return Files.readAllLines(changesOf(trial.directory().root())).stream()
        .map(line -> line.replaceFirst(",\"crc32c\":\"\\p{XDigit}{8}\"", ""))
        .toList();
  }
}
