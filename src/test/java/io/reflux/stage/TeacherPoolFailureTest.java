package io.reflux.stage;

import static io.reflux.stage.PoolStages.OUTPUT;
import static io.reflux.stage.PoolStages.fail;
import static io.reflux.stage.PoolStages.rows;
import static io.reflux.stage.PoolStages.shown;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a pool does when a lane or its cache fails, dies or begins afresh. */
class TeacherPoolFailureTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final PoolStages stages = new PoolStages(KIT);
  private final Map<String, Runnable> deaths = new ConcurrentHashMap<>();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void aPoolWithoutLanesWaitsForOneAndAgainWhenItIsGone() {
    ActorRef<TeacherPool.Command> pool = stages.spawnBare(List.of());
    pool.tell(new TeacherPool.Teach(PlainBatches.of(5), stages.asker.getRef()));
    TestProbe<Lane.Command> gone = KIT.createTestProbe();
    pool.tell(new TeacherPool.LaneCame(parent -> gone.getRef()));
    gone.expectMessageClass(Lane.Infer.class);
    gone.stop();
    pool.tell(new TeacherPool.LaneCame(parent -> stages.first.getRef()));
    stages.answer(stages.first, rows(50));
    assertThat(stages.answered()).isEqualTo(rows(50));
  }

  @Test
  void aFailedQuestionIsAskedAgainAndThenTheCauseIsTold() {
    stages.teach(stages.pool(1), PlainBatches.of(4), false);
    fail(stages.first.expectMessageClass(Lane.Infer.class), "device lost");
    Lane.Infer again = stages.second.expectMessageClass(Lane.Infer.class);
    assertThat(shown(again)).containsExactly(4);
    fail(again, "device lost again");
    StatusReply<TaughtBatch> reply = stages.asker.receiveMessage();
    assertThat(reply.isError()).isTrue();
    assertThat(reply.getError()).hasMessageContaining("device lost again");
  }

  @Test
  void aLaneThatFailsTwiceInARowIsPutAsideAndSaysSo() {
    TestProbe<StatusBoard.Command> board = KIT.createTestProbe();
    FakeNetwork.Counts counts =
        new FakeNetwork.Counts(
            call -> {
              throw new IllegalStateException("device lost");
            });
    StageSettings settings = new StageSettings("lane-0", "gpu0", Restarts.NONE);
    ActorRef<TeacherPool.Command> pool =
        stages.spawn(
            List.of(
                parent ->
                    parent.spawn(
                        Lane.create(settings, () -> new FakeNetwork(counts), board.getRef()),
                        "lane-0"),
                parent -> stages.second.getRef()),
            Optional.empty(),
            new TeacherRows(List.of(0), true),
            1);
    pool.tell(
        new TeacherPool.Teach(PlainBatches.of(1, 2, 3, 4, 5, 6, 7, 8, 9), stages.asker.getRef()));
    for (int piece = 0; piece < 3; piece++) {
      Lane.Infer asked = stages.second.expectMessageClass(Lane.Infer.class);
      asked.replyTo().tell(StatusReply.success(tenTimes(shown(asked))));
    }
    assertThat(stages.answered()).isEqualTo(rows(10, 20, 30, 40, 50, 60, 70, 80, 90));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(5), stages.asker.getRef()));
    stages.answer(stages.second, rows(50));
    assertThat(stages.answered()).isEqualTo(rows(50));
    StageReport report = board.expectMessageClass(StatusBoard.Stage.class).report();
    while (report.state() != StageState.ASIDE) {
      report = board.expectMessageClass(StatusBoard.Stage.class).report();
    }
    stages.told.expectMessage(
        "lane-0 has failed 2 times in a row and is put aside; others are asked");
    assertThat(report.failures()).isEqualTo(2);
    assertThat(counts.calls()).isEqualTo(2);
    assertThat(counts.open()).isZero();
  }

  @Test
  void whatALaneWasAskedThatIsNoMoreIsAskedOfAnotherAtOnce() {
    TestProbe<Lane.Command> dying = KIT.createTestProbe();
    ActorRef<TeacherPool.Command> pool =
        stages.spawn(
            List.of(
                parent -> parent.spawn(mortal(dying), "lane-0"), parent -> stages.second.getRef()),
            Optional.empty(),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), stages.asker.getRef()));
    dying.expectMessageClass(Lane.Infer.class);
    kill("lane-0");
    Lane.Infer again = stages.second.expectMessageClass(Lane.Infer.class);
    assertThat(shown(again)).containsExactly(4);
    again.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40))));
    assertThat(stages.answered()).isEqualTo(rows(40));
    stages.told.expectMessage("lane-0 is no more; others are asked");
  }

  @Test
  void whatALaneHangsWithIsAskedOfAnother() {
    stages.watchdog = new Watchdog(Duration.ZERO, Duration.ofMillis(50), Duration.ofDays(1), 1);
    ActorRef<TeacherPool.Command> pool = stages.spawnBare(List.of(stages.first, stages.second));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), stages.asker.getRef()));
    Lane.Infer hanging = stages.first.expectMessageClass(Lane.Infer.class);
    stages.answer(stages.second, rows(40));
    assertThat(stages.answered()).isEqualTo(rows(40));
    assertThat(shown(hanging)).containsExactly(4);
    assertThat(stages.told.receiveMessage())
        .startsWith(stages.first.getRef().path().name() + " has ")
        .endsWith(" for far longer than it ever took; others are asked");
  }

  @Test
  void whenNoLaneIsLeftThePoolFailsWithTheNameAndTheCause() {
    TestProbe<Lane.Command> dying = KIT.createTestProbe();
    ActorRef<TeacherPool.Command> pool =
        stages.spawn(
            List.of(parent -> parent.spawn(mortal(dying), "lane-0")),
            Optional.empty(),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), stages.asker.getRef()));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(5), stages.asker.getRef()));
    dying.expectMessageClass(Lane.Infer.class);
    dying.expectMessageClass(Lane.Infer.class);
    kill("lane-0");
    for (int i = 0; i < 2; i++) {
      assertThat(stages.asker.receiveMessage().getError()).hasMessage("lane-0 died: a test's");
    }
    stages.asker.expectTerminated(pool);
  }

  @Test
  void aPoolWhoseCacheIsNoMoreFails() {
    ActorRef<TeacherPool.Command> pool =
        stages.spawn(
            List.of(parent -> stages.first.getRef()),
            Optional.of(parent -> parent.spawn(mortal(stages.cache), "cache")),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), stages.asker.getRef()));
    stages.cache.expectMessageClass(Cache.LookUp.class);
    kill("cache");
    assertThat(stages.asker.receiveMessage().getError()).hasMessage("cache died: a test's");
    stages.asker.expectTerminated(pool);
  }

  @Test
  void aLaneThatBeginsAfreshIsPassedOverAndCountsForNoFailure() {
    ActorRef<TeacherPool.Command> pool = stages.pool(0);
    stages.teach(pool, PlainBatches.of(4), false);
    rests(stages.first, Duration.ofDays(1));
    Lane.Infer again = stages.second.expectMessageClass(Lane.Infer.class);
    again.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40))));
    Cache.Keep keep = stages.cache.expectMessageClass(Cache.Keep.class);
    keep.replyTo().tell(StatusReply.success(keep.outputs()));
    assertThat(stages.answered()).isEqualTo(rows(40));
    stages.teach(pool, PlainBatches.of(5), false);
    stages.second.expectMessageClass(Lane.Infer.class);
  }

  @Test
  void whenAllLanesBeginAfreshTheQuestionWaitsForTheFirst() {
    stages.teach(stages.pool(0), PlainBatches.of(4), false);
    rests(stages.first, Duration.ofDays(1));
    rests(stages.second, Duration.ofMillis(1));
    assertThat(shown(stages.second.expectMessageClass(Lane.Infer.class))).containsExactly(4);
  }

  @Test
  void aCacheThatBeginsAfreshIsAskedAgain() {
    stages.pool(0).tell(new TeacherPool.Teach(PlainBatches.of(4), stages.asker.getRef()));
    StageRestartingException rest = new StageRestartingException("cache", Duration.ZERO);
    stages.cache.expectMessageClass(Cache.LookUp.class).replyTo().tell(StatusReply.error(rest));
    Cache.LookUp again = stages.cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {true};
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(40));
    again.replyTo().tell(StatusReply.success(new Cache.Found(again.keys(), present, found)));
    assertThat(stages.answered()).isEqualTo(rows(40));
  }

  private static Map<String, HostTensor> tenTimes(int[] examples) {
    float[] values = new float[examples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * examples[i];
    }
    return Map.of(OUTPUT, rows(values));
  }

  private static void rests(TestProbe<Lane.Command> lane, Duration delay) {
    StageRestartingException rest = new StageRestartingException("lane", delay);
    lane.expectMessageClass(Lane.Infer.class).replyTo().tell(StatusReply.error(rest));
  }

  /** A stage that hands on what it is told, and can be made to fail. */
  private <M> Behavior<M> mortal(TestProbe<M> heard) {
    return Behaviors.setup(
        context -> {
          deaths.put(
              context.getSelf().path().name(), () -> context.getSelf().unsafeUpcast().tell("die"));
          return Behaviors.receive(Object.class)
              .onMessageEquals(
                  "die",
                  () -> {
                    throw new IllegalStateException("a test's");
                  })
              .onAnyMessage(
                  message -> {
                    heard.getRef().unsafeUpcast().tell(message);
                    return Behaviors.same();
                  })
              .build()
              .unsafeCast();
        });
  }

  private void kill(String stage) {
    Objects.requireNonNull(deaths.get(stage)).run();
  }
}
