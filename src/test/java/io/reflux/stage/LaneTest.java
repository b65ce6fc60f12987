package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a stage does that owns something, shown by a lane. */
class LaneTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration DAY = Duration.ofDays(1);

  /** Stages begin afresh at once, twice. */
  private static final Restarts TWICE = new Restarts(2, DAY, Duration.ZERO, Duration.ZERO);

  private final TestProbe<StatusBoard.Command> board = KIT.createTestProbe();
  private final TestProbe<StatusReply<Map<String, HostTensor>>> asker = KIT.createTestProbe();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void itSaysWhatItBeginsBeforeItBeginsAndThatItIsDone() {
    FakeNetwork.Counts counts = new FakeNetwork.Counts(call -> {});
    ActorRef<Lane.Command> lane = lane(Restarts.NONE, () -> new FakeNetwork(counts));
    assertThat(infer(lane).getValue()).containsKey(FakeNetwork.OUTPUT);
    StageReport before = told();
    assertThat(before.state()).isEqualTo(StageState.WORKING);
    assertThat(before.piece().orElseThrow().words()).isEqualTo("inferring batch 3");
    assertThat(before.device()).isEqualTo("gpu1");
    StageReport after = told();
    assertThat(after.state()).isEqualTo(StageState.IDLE);
    assertThat(after.images()).isEqualTo(1);
    assertThat(after.liveTensors()).isEqualTo(1);
  }

  @Test
  void aQuestionThatCannotBeAnsweredIsAnsweredSoAndTheTeacherLoadedAfresh() {
    FakeNetwork.Counts counts = failing(1, new IllegalStateException("no"));
    ActorRef<Lane.Command> lane = lane(Restarts.NONE, () -> new FakeNetwork(counts));
    assertThat(infer(lane).getError()).hasMessage("no");
    assertThat(infer(lane).isSuccess()).isTrue();
    assertThat(counts.loaded()).isEqualTo(2);
    assertThat(counts.open()).isEqualTo(1);
  }

  @Test
  void afterAnErrorItBeginsAfreshAndSaysSo() {
    FakeNetwork.Counts counts = failing(1, new OutOfMemoryError("a test's"));
    ActorRef<Lane.Command> lane = lane(TWICE, () -> new FakeNetwork(counts));
    assertThat(Failures.rest(infer(lane).getError())).contains(Duration.ZERO);
    assertThat(infer(lane).isSuccess()).isTrue();
    assertThat(counts.loaded()).isEqualTo(2);
    assertThat(counts.open()).isEqualTo(1);
    assertThat(told(StageState.RESTARTING).failures()).isEqualTo(1);
  }

  @Test
  void whileItRestsItSendsAskersAwayWithoutLoading() {
    FakeNetwork.Counts counts = failing(1, new StackOverflowError());
    Restarts slow = new Restarts(2, DAY, DAY, DAY);
    ActorRef<Lane.Command> lane = lane(slow, () -> new FakeNetwork(counts));
    infer(lane);
    assertThat(Failures.rest(infer(lane).getError()).orElseThrow()).isPositive();
    assertThat(counts.loaded()).isEqualTo(1);
  }

  @Test
  void afterTooManyErrorsItFailsWithItsNameAndItsCause() {
    FakeNetwork.Counts counts =
        new FakeNetwork.Counts(
            call -> {
              throw new OutOfMemoryError("a test's " + call);
            });
    ActorRef<Lane.Command> lane = lane(TWICE, () -> new FakeNetwork(counts));
    infer(lane);
    infer(lane);
    assertFails(lane, "lane-7 died: java.lang.OutOfMemoryError: a test's 3");
    assertThat(counts.open()).isZero();
  }

  @Test
  void aTeacherThatCannotBeLoadedIsTriedAgain() {
    FakeNetwork.Counts counts = new FakeNetwork.Counts(call -> {});
    int[] tries = {0};
    Supplier<FrozenModel> loading =
        () -> {
          if (++tries[0] < 3) {
            throw new IllegalStateException("the device is full");
          }
          return new FakeNetwork(counts);
        };
    ActorRef<Lane.Command> lane = lane(TWICE, loading);
    assertThat(Failures.rest(infer(lane).getError())).isPresent();
    assertThat(Failures.rest(infer(lane).getError())).isPresent();
    assertThat(infer(lane).isSuccess()).isTrue();
  }

  @Test
  void unlessItIsAMistakeThatNoTryMends() {
    Supplier<FrozenModel> loading =
        () -> {
          throw new IllegalArgumentException("weights: too few (expected: more)");
        };
    assertFails(lane(TWICE, loading), "lane-7 died: weights: too few (expected: more)");
  }

  @Test
  void norDoesOneOfTheUsersGetBetter() {
    Supplier<FrozenModel> loading =
        () -> {
          throw new InputException("program: no outputs (expected: one)");
        };
    assertFails(lane(TWICE, loading), "lane-7 died: program: no outputs (expected: one)");
  }

  private void assertFails(ActorRef<Lane.Command> lane, String sentence) {
    TestProbe<Void> watcher = KIT.createTestProbe();
    assertThat(infer(lane).getError())
        .isInstanceOf(StageFailedException.class)
        .hasMessage(sentence);
    watcher.expectTerminated(lane);
    assertThat(told(StageState.FAILED).liveTensors()).isZero();
  }

  private static FakeNetwork.Counts failing(int at, Throwable error) {
    IntConsumer thrower =
        call -> {
          if (call == at) {
            sneaky(error);
          }
        };
    return new FakeNetwork.Counts(thrower);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneaky(Throwable error) throws E {
    throw (E) error;
  }

  private ActorRef<Lane.Command> lane(Restarts restarts, Supplier<FrozenModel> loading) {
    StageSettings settings = new StageSettings("lane-7", "gpu1", restarts);
    return KIT.spawn(Lane.create(settings, loading, board.getRef()));
  }

  private StatusReply<Map<String, HostTensor>> infer(ActorRef<Lane.Command> lane) {
    Images images = new Images(ByteBuffer.allocateDirect(3), 1, 1);
    lane.tell(new Lane.Infer(images, "batch 3", asker.getRef()));
    return asker.receiveMessage();
  }

  private StageReport told() {
    return board.expectMessageClass(StatusBoard.Stage.class).report();
  }

  /** The last of what it said in a state. */
  private StageReport told(StageState state) {
    StageReport report = told();
    while (report.state() != state) {
      report = told();
    }
    return report;
  }
}
