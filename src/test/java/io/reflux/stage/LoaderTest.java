package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.chance.Chance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LoaderTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration DAY = Duration.ofDays(1);
  private static final BatchPlan PLAN =
      new BatchPlan(0, 0, 0, 0, new int[] {7}, new int[1], 1, Chance.of(0));

  private final TestProbe<StatusBoard.Command> board = KIT.createTestProbe();
  private final TestProbe<StatusReply<PixelBatch>> asker = KIT.createTestProbe();
  private final AtomicInteger tries = new AtomicInteger();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void anErrorWhileABatchIsLoadedIsTriedAgain() {
    ActorRef<Loader.Command> loader = loader(failing(2, new OutOfMemoryError("a test's")));
    assertThat(load(loader).getValue().exampleIds()).containsExactly(7);
    assertThat(tries).hasValue(3);
    assertThat(told(StageState.WAITING).queueDepth()).isEqualTo(1);
    assertThat(told(StageState.IDLE).failures()).isEqualTo(2);
  }

  @Test
  void anErrorThatIsThereAgainAndAgainIsItsEnd() {
    ActorRef<Loader.Command> loader = loader(failing(9, new OutOfMemoryError("a test's")));
    assertThat(load(loader).getError())
        .isInstanceOf(StageFailedException.class)
        .hasMessageEndingWith(" died: java.lang.OutOfMemoryError: a test's");
    assertThat(tries).hasValue(3);
    asker.expectTerminated(loader);
  }

  @Test
  void whatElseIsThereAgainAndAgainIsTheAnswer() {
    ActorRef<Loader.Command> loader = loader(failing(3, new IllegalStateException("no")));
    assertThat(load(loader).getError()).hasMessage("no");
    assertThat(load(loader).isSuccess()).as("it goes on").isTrue();
  }

  @Test
  void whatCanNeverBeIsNotTriedAgain() {
    ActorRef<Loader.Command> loader =
        loader(failing(1, new IllegalArgumentException("one batch (expected: less)")));
    assertThat(load(loader).getError()).hasMessage("one batch (expected: less)");
    assertThat(tries).hasValue(1);
  }

  @Test
  void aFileThatIsReadForLongIsNamed() {
    CountDownLatch back = new CountDownLatch(1);
    PlainBatches.Numbered hung =
        new PlainBatches.Numbered(
            () -> {
              try {
                back.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    ActorRef<Loader.Command> loader =
        KIT.spawn(
            Loader.create(
                new Loader.Settings(1, PlainBatches.sources(hung, new StageFactory()), timeouts()),
                board.getRef()));
    loader.tell(new Loader.Load(Split.TRAIN, PLAN, asker.getRef()));
    StageReport report = told(StageState.WORKING);
    while (report.piece().isEmpty()) {
      report = told(StageState.WORKING);
    }
    assertThat(report.piece().get().words()).isEqualTo("reading 7.png");
    assertThat(report.load().working()).isEqualTo(1);
    back.countDown();
    assertThat(asker.receiveMessage().isSuccess()).isTrue();
    assertThat(told(StageState.IDLE).piece()).isEmpty();
  }

  /** A split whose first so many batches fail. */
  private StageFactory failing(int times, Throwable error) {
    return new StageFactory() {
      @Override
      public Loader.Source source(Split split, BatchLoader loader) {
        return (plan, threads) ->
            tries.incrementAndGet() <= times
                ? CompletableFuture.failedFuture(error)
                : loader.load(plan, threads);
      }
    };
  }

  private ActorRef<Loader.Command> loader(StageFactory stages) {
    PixelSources images = PlainBatches.sources(new PlainBatches.Numbered(() -> {}), stages);
    return KIT.spawn(Loader.create(new Loader.Settings(2, images, timeouts()), board.getRef()));
  }

  private static Timeouts timeouts() {
    return new Timeouts(
        DAY,
        DAY,
        2,
        0,
        Duration.ZERO,
        new Restarts(2, DAY, Duration.ZERO, Duration.ZERO),
        Watchdog.NEVER);
  }

  private StatusReply<PixelBatch> load(ActorRef<Loader.Command> loader) {
    loader.tell(new Loader.Load(Split.TRAIN, PLAN, asker.getRef()));
    return asker.receiveMessage();
  }

  /** The next of what it says in a state. */
  private StageReport told(StageState state) {
    StageReport report = board.expectMessageClass(StatusBoard.Stage.class).report();
    while (report.state() != state) {
      report = board.expectMessageClass(StatusBoard.Stage.class).report();
    }
    return report;
  }
}
