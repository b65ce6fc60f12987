package io.reflux.run;

import static io.reflux.run.SteeredTrials.PATIENCE;
import static io.reflux.run.SteeredTrials.changes;
import static io.reflux.run.SteeredTrials.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunState;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is paused trains nothing, does what it is told, and goes on as if it had not been. */
class PausedRunTest {
  @TempDir static Path packFolder;
  @TempDir Path folder;
  private Optional<SteeredTrials> trials = Optional.empty();

  @BeforeAll
  static void write() throws IOException {
    TinyPack.write(packFolder);
  }

  @BeforeEach
  void readPipeline() throws Exception {
    trials = Optional.of(SteeredTrials.of(packFolder, folder));
  }

  @Test
  void aPausedRunTrainsNothingUntilItGoesOn() throws Exception {
    Orders orders = new Orders(3, new Steering.Pause());
    AtomicReference<CompletableFuture<Void>> look = new AtomicReference<>();
    Trial paused =
        trial(
            "paused",
            (run, event) -> {
              if (orders.given(run, event)) {
                look.set(CompletableFuture.runAsync(() -> lookAtThePause(run, orders.step(0))));
              }
            });
    paused.completed();
    assertThat(look.get()).succeedsWithin(PATIENCE);
    long after = orders.step(0);
    assertThat(paused.heard(RunEvent.CheckpointSealed.class))
        .contains(new RunEvent.CheckpointSealed("source", after));
    assertThat(changes(paused)).containsExactly("{\"step\":" + after + ",\"change\":\"evaluate\"}");
    Series disturbed = Series.of(paused.directory());
    assertThat(toldUpFront("paused")).isEqualTo(disturbed);
    Series plain = Series.of(trial("plain").directory());
    assertThat(disturbed.losses()).isEqualTo(plain.losses());
    assertThat(disturbed.models()).isEqualTo(plain.models());
    assertThat(disturbed.evaluations()).containsAll(plain.evaluations());
  }

  private static boolean evaluated(RunHandle run, long after) {
    try {
      return Files.readAllLines(run.directory().evaluations()).stream()
          .anyMatch(line -> line.matches("source,source,\\d+," + after + ",.*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pause comes right before the others, while steps are under way. */
  @Test
  void whatIsAskedOfAPausedRunIsDoneWhenItIsQuiet() throws Exception {
    Orders orders =
        new Orders(
            2,
            new Steering.Pause(),
            new Steering.Checkpoint(),
            new Steering.LearningRate(0.5),
            new Steering.Checkpoint(),
            new Steering.Stop(PATIENCE));
    Trial trial = trial("run", orders);
    assertThat(trial.end()).isInstanceOf(RunEnd.Stopped.class);
    assertThat(changes(trial))
        .containsExactly(
            "{\"step\":" + (orders.step(0) + 1) + ",\"change\":\"learning-rate\",\"factor\":0.5}");
    trial("run").completed();
    assertThat(toldUpFront("run")).isEqualTo(Series.of(trial.directory()));
  }

  private static void lookAtThePause(RunHandle run, long after) {
    await().atMost(PATIENCE).until(() -> Orders.status(run).state() == RunState.PAUSED);
    assertThat(Orders.status(run).latest().step()).isEqualTo(after);
    assertThat(refusal(run, new Steering.Pause())).contains("paused already");
    try {
      askAndLook(run, after);
    } finally {
      run.steer().apply(new Steering.Resume()).toCompletableFuture().join();
    }
  }

  private static void askAndLook(RunHandle run, long after) {
    Steered kept = run.steer().apply(new Steering.Checkpoint()).toCompletableFuture().join();
    assertThat(kept).isEqualTo(new Steered(after, "checkpoint after step " + after));
    Steered looked = run.steer().apply(new Steering.Evaluate()).toCompletableFuture().join();
    assertThat(looked.step()).isEqualTo(after);
    await().atMost(PATIENCE).until(() -> evaluated(run, after));
    assertThat(Orders.status(run).latest().step()).isEqualTo(after);
  }

  @Test
  void aPausedRunStops() throws Exception {
    Trial stopped =
        trial("stopped", new Orders(3, new Steering.Pause(), new Steering.Stop(PATIENCE)));
    assertThat(stopped.end()).isInstanceOf(RunEnd.Stopped.class);
    assertThat(stopped.heard(RunEvent.Told.class))
        .extracting(RunEvent.Told::sentence)
        .anyMatch(said -> said.matches("stopping (after .* in flight|where it stood after .*)"));
    assertThat(Series.of(trial("stopped").directory()))
        .isEqualTo(Series.of(trial("plain").directory()));
  }

  private Trial trial(String name) {
    return trials.orElseThrow().trial(name);
  }

  private Trial trial(String name, Trial.Meddler meddler) {
    return trials.orElseThrow().trial(name, meddler);
  }

  private Series toldUpFront(String as) throws IOException {
    return trials.orElseThrow().toldUpFront(as);
  }
}
