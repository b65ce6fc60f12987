package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration DAY = Duration.ofDays(1);
  private static final int BATCHES = 4;

  private final TestProbe<StatusBoard.Command> board = KIT.createTestProbe();
  private final TestProbe<StatusReply<List<Float>>> asker = KIT.createTestProbe();
  private final PlainBatches.Pool pool = new PlainBatches.Pool(3);
  private final AtomicInteger jobs = new AtomicInteger();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void aJobSeesEveryBatchInOrderAndAnswersWhatItFound() {
    ActorRef<Evaluator.Command> evaluator = evaluator(Restarts.NONE);
    survey(evaluator, new FakeNetwork.Counts(call -> {}));
    assertThat(asker.receiveMessage().getValue()).isEqualTo(all());
    assertThat(pool.inFlight()).isZero();
  }

  @Test
  void anErrorBeginsTheJobAfreshAndItFindsTheSame() {
    ActorRef<Evaluator.Command> evaluator = evaluator(twice());
    FakeNetwork.Counts counts =
        new FakeNetwork.Counts(
            call -> {
              if (call == 3 || call == 5) {
                throw new OutOfMemoryError("a test's");
              }
            });
    survey(evaluator, counts);
    survey(evaluator, new FakeNetwork.Counts(call -> {}));
    assertThat(asker.receiveMessage().getValue()).isEqualTo(all());
    assertThat(asker.receiveMessage().getValue()).isEqualTo(all());
    assertThat(jobs).hasValue(3 + 1);
    assertThat(counts.loaded()).isEqualTo(3);
    assertThat(counts.open()).isZero();
  }

  @Test
  void batchesOfAPassThatWasGivenUpKeepNoMemory() {
    ActorRef<Evaluator.Command> evaluator = evaluator(twice());
    survey(
        evaluator,
        new FakeNetwork.Counts(
            call -> {
              if (call == 2 || call == 4) {
                throw new IllegalStateException("the device is lost");
              }
            }));
    // The pool has room for three batches: those of one pass given up would be too many.
    assertThat(asker.receiveMessage().getValue()).isEqualTo(all());
    pool.awaitNoneInFlight();
  }

  @Test
  void afterTooManyErrorsAllWhoAskedHearOfIt() {
    ActorRef<Evaluator.Command> evaluator = evaluator(twice());
    CompletableFuture<Boolean> bothAsked = new CompletableFuture<>();
    FakeNetwork.Counts counts =
        new FakeNetwork.Counts(
            call -> {
              bothAsked.join();
              throw new StackOverflowError("a test's");
            });
    survey(evaluator, counts);
    survey(evaluator, counts);
    bothAsked.complete(true);
    for (int i = 0; i < 2; i++) {
      assertThat(asker.receiveMessage().getError())
          .isInstanceOf(StageFailedException.class)
          .hasMessage("evaluator died: java.lang.StackOverflowError: a test's");
    }
    asker.expectTerminated(evaluator);
    assertThat(counts.loaded()).isEqualTo(3);
    assertThat(counts.open()).isZero();
  }

  @Test
  void aJobThatFindsNothingSaysSoAndTheNextOneIsDone() {
    ActorRef<Evaluator.Command> evaluator = evaluator(twice());
    FakeNetwork.Counts counts = new FakeNetwork.Counts(call -> {});
    evaluator.tell(
        new Evaluator.Survey<>(
            "a",
            () ->
                new Numbers() {
                  @Override
                  public List<Float> result() {
                    throw new IllegalStateException("nothing (expected: something)");
                  }
                },
            () -> new FakeNetwork(counts),
            asker.getRef()));
    survey(evaluator, counts);
    assertThat(asker.receiveMessage().getError()).hasMessage("nothing (expected: something)");
    assertThat(asker.receiveMessage().getValue()).isEqualTo(all());
  }

  private static Restarts twice() {
    return new Restarts(2, DAY, Duration.ZERO, Duration.ZERO);
  }

  private ActorRef<Evaluator.Command> evaluator(Restarts restarts) {
    Timeouts timeouts = new Timeouts(DAY, DAY, 0, 0, Duration.ZERO, restarts, Watchdog.NEVER);
    return KIT.spawn(
        Evaluator.create(
            new StageSettings("evaluator", "cpu", restarts),
            new Evaluator.Dependencies(this::load, 2, name -> new NoMetrics(), timeouts),
            board.getRef()));
  }

  private CompletionStage<PixelBatch> load(Split split, BatchPlan plan) {
    return pool.load(plan);
  }

  private void survey(ActorRef<Evaluator.Command> evaluator, FakeNetwork.Counts counts) {
    evaluator.tell(
        new Evaluator.Survey<>("a", Numbers::new, () -> new FakeNetwork(counts), asker.getRef()));
  }

  private static List<Float> all() {
    return IntStream.range(0, BATCHES).mapToObj(i -> (float) i).toList();
  }

  private static List<BatchPlan> plans() {
    return IntStream.range(0, BATCHES)
        .mapToObj(i -> new BatchPlan(0, 0, i, i, new int[] {i}, new int[1], 1, Chance.of(0)))
        .toList();
  }

  /** The numbers that the network sees. */
  private class Numbers implements EvaluationJob<List<Float>> {
    private final List<Float> seen = new ArrayList<>();
    private boolean begun;

    Numbers() {
      jobs.incrementAndGet();
    }

    @Override
    public Optional<Pass> next() {
      boolean first = !begun;
      begun = true;
      return first ? Optional.of(new Pass(Split.TEST, plans())) : Optional.empty();
    }

    @Override
    public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
      for (float value : Objects.requireNonNull(outputs.get(FakeNetwork.OUTPUT)).floats()) {
        seen.add(value);
      }
    }

    @Override
    public List<Float> result() {
      return seen;
    }
  }

  private static final class NoMetrics implements EvaluationJob<Map<String, Double>> {
    @Override
    public Optional<Pass> next() {
      return Optional.empty();
    }

    @Override
    public void add(Map<String, HostTensor> outputs, PixelBatch batch) {}

    @Override
    public Map<String, Double> result() {
      return Map.of();
    }
  }
}
