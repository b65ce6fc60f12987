package io.reflux.run;

import static io.reflux.run.SteeredTrials.PATIENCE;
import static io.reflux.run.SteeredTrials.changes;
import static io.reflux.run.SteeredTrials.changesOf;
import static io.reflux.run.SteeredTrials.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is told to do something else, and does so at definite steps, again after a resume. */
class SteeredRunTest {

  /** The students are evaluated after every epoch, told or not. */
  private static final int STEPS_PER_EPOCH = 6;

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
  void changesHoldFromTheirStepOnAndAgainWhenToldUpFront() throws Exception {
    Orders orders = new Orders(2, new Steering.LearningRate(0.25), new Steering.Evaluate());
    Trial steered = trial("steered", orders);
    int from = (int) orders.step(0);
    assertThat(changes(steered))
        .containsExactly(
            "{\"step\":" + from + ",\"change\":\"learning-rate\",\"factor\":0.25}",
            "{\"step\":" + orders.step(1) + ",\"change\":\"evaluate\"}");

    Trial plain = trial("plain");
    List<String> expected = Series.losses(plain.directory(), "source");
    List<String> got = Series.losses(steered.directory(), "source");
    assertThat(got.subList(0, from - 1)).isEqualTo(expected.subList(0, from - 1));
    assertThat(got.get(from - 1)).isNotEqualTo(expected.get(from - 1));
    Series disturbed = Series.of(steered.directory());
    boolean anyway = orders.step(1) % STEPS_PER_EPOCH == 0;
    assertThat(disturbed.evaluations())
        .hasSize(Series.of(plain.directory()).evaluations().size() + (anyway ? 0 : 1));
    assertThat(toldUpFront("steered")).isEqualTo(disturbed);
  }

  @Test
  void evaluatingMoreChangesNothingElse() throws Exception {
    Trial looked = trial("looked", new Orders(2, new Steering.Evaluate()));
    Trial plain = trial("plain");
    Series expected = Series.of(plain.directory());
    Series got = Series.of(looked.directory());
    assertThat(got.losses()).isEqualTo(expected.losses());
    assertThat(got.models()).isEqualTo(expected.models());
    assertThat(got.evaluations()).containsAll(expected.evaluations());
    assertThat(looked.completed().tasks().get(0).students())
        .isEqualTo(plain.completed().tasks().get(0).students());
  }

  @Test
  void aStopAndAResumeAfterwardsChangeNothing() throws Exception {
    Trial steered =
        trial(
            "run",
            new Orders(
                2,
                new Steering.LearningRate(3),
                new Steering.Evaluate(),
                new Steering.Stop(PATIENCE)));
    assertThat(steered.end()).isInstanceOf(RunEnd.Stopped.class);
    Trial resumed = trial("run");
    resumed.completed();
    assertThat(toldUpFront("run")).isEqualTo(Series.of(resumed.directory()));
  }

  /** A run that is paused before the first step, and told what to do after it. */
  @Test
  void aTaskWhoseTeacherIsMeasuredTakesOrders() throws Exception {
    List<CompletableFuture<Steered>> answers = new CopyOnWriteArrayList<>();
    Trial trial =
        trial(
            "early",
            (run, event) -> {
              if (event instanceof RunEvent.TaskStarted started
                  && started.task().equals("target")) {
                for (Steering order :
                    List.of(
                        new Steering.LearningRate(0.5),
                        new Steering.Evaluate(),
                        new Steering.Checkpoint(),
                        new Steering.Pause(),
                        new Steering.Evaluate(),
                        new Steering.Resume())) {
                  answers.add(run.steer().apply(order).toCompletableFuture());
                }
                Orders.status(run); // comes after the orders
              }
            });
    trial.completed();
    assertThat(answers.stream().map(each -> each.handle(SteeredRunTest::words).join()))
        .containsExactly(
            "the schedule's learning rate times 0.5 from step 1",
            "the students are evaluated as they are after step 1",
            "a checkpoint is written after step 1, once training begins",
            "pauses after step 0",
            "the task is paused before its first step: its students have learned nothing",
            "goes on after step 0");
    assertThat(trial.heard(RunEvent.Signalled.class))
        .contains(
            new RunEvent.Signalled("control", "pauses after step 0"),
            new RunEvent.Signalled("control", "goes on after step 0"));
    assertThat(trial.heard(RunEvent.CheckpointSealed.class))
        .contains(new RunEvent.CheckpointSealed("target", 1));
    assertThat(trial.heard(RunEvent.Evaluated.class))
        .anyMatch(each -> each.task().equals("target"));
  }

  @Test
  void aTaskThatIsToldToStopWhileItsTeacherIsMeasuredSaysHowFarThatHasCome() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    Trial trial =
        trial(
            "stopped",
            (run, event) -> {
              if (event instanceof RunEvent.Told note && note.sentence().startsWith("stopping")) {
                told.countDown();
              }
              if (event instanceof RunEvent.Measuring now
                  && now.network().equals("teacher")
                  && now.images() > 0) {
                run.steer().apply(new Steering.Stop(PATIENCE));
                waitFor(told);
              }
            });
    assertThat(trial.end()).isInstanceOf(RunEnd.Stopped.class);
    List<RunEvent.Measuring> measured =
        trial.heard(RunEvent.Measuring.class).stream()
            .filter(each -> each.network().equals("teacher"))
            .toList();
    assertThat(measured.get(0).images()).isZero();
    assertThat(measured.get(0).secondsToGo()).isNegative();
    RunEvent.Measuring last = measured.get(1);
    assertThat(last.secondsToGo()).isNotNegative();
    assertThat(trial.heard(RunEvent.Told.class))
        .contains(
            new RunEvent.Told(
                "target",
                String.format(
                    "stopping after a batch of the measuring of teacher (%d of %d images), which"
                        + " is made again",
                    last.images(), last.of())));
    assertThat(trial("stopped").completed().tasks()).hasSize(2);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String words(@Nullable Steered answer, @Nullable Throwable error) {
    return answer == null ? String.valueOf(Failures.cause(error).getMessage()) : answer.sentence();
  }

  @Test
  void aCheckpointIsAnsweredWhenItIsSealed() throws Exception {
    Orders orders = new Orders(2, new Steering.Checkpoint());
    Trial trial = trial("run", orders);
    assertThat(trial.heard(RunEvent.CheckpointSealed.class))
        .contains(new RunEvent.CheckpointSealed("source", orders.step(0)));
  }

  @Test
  void checkpointsByTimeChangeNoNumber() throws Exception {
    Trial often =
        Trial.of(
            TinyPipeline.ofOneStudent(
                packFolder,
                TinyPipeline.NARROW,
                "shared.checkpoint { interval = 1 ms, keep-last = 30 }"),
            folder.resolve("often"));
    assertThat(Series.of(often.directory())).isEqualTo(Series.of(trial("plain").directory()));
  }

  @Test
  void whatNobodyTrainsIsNotSteered() throws Exception {
    AtomicReference<String> refused = new AtomicReference<>("");
    trial(
        "run",
        (run, event) -> {
          if (event instanceof RunEvent.RunDone) {
            refused.set(refusal(run, new Steering.Evaluate()));
          }
        });
    assertThat(refused.get()).isEqualTo("nothing is trained now");
  }

  @Test
  void whatIsNoChangeIsRefusedByItsLine() throws Exception {
    Path file = changesOf(folder.resolve("run"));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(
        file, "{\"step\":3,\"change\":\"evaluate\"}\n{\"step\":0,\"change\":\"rest\"}\n");
    assertThat(trial("run", (run, event) -> {}).failed("source"))
        .startsWith(file + ":2: {\"step\":0,\"change\":\"rest\"} (expected: ");
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
