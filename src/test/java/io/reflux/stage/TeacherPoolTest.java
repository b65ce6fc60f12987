package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.TaughtBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TeacherPoolTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final String OUTPUT = "embedding";

  private final TestProbe<Lane.Command> first = KIT.createTestProbe();
  private final TestProbe<Lane.Command> second = KIT.createTestProbe();
  private final TestProbe<Cache.Command> cache = KIT.createTestProbe();
  private final TestProbe<StatusReply<TaughtBatch>> asker = KIT.createTestProbe();
  private final Map<String, Runnable> deaths = new ConcurrentHashMap<>();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatTheCacheHasNoLaneIsAskedFor() {
    teach(pool(0), PlainBatches.of(4, 5), true, true);
    assertThat(answered()).isEqualTo(rows(40, 50));
    first.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void onlyMissingRowsAreShownToALaneAndKept() {
    teach(pool(0), PlainBatches.of(4, 5, 6), false, true, false);
    Lane.Infer question = first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(question)).containsExactly(4, 6);
    question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(41, 61))));
    Cache.Keep keep = cache.expectMessageClass(Cache.Keep.class);
    assertThat(keep.keys()).containsExactly(FeatureCache.key(4, 0), FeatureCache.key(6, 0));
    // What is trained on is what the cache gives back, not what the lane said.
    keep.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(42, 62))));
    assertThat(answered()).isEqualTo(rows(42, 50, 62));
  }

  @Test
  void aSecondQuestionGoesToTheLaneWithLessToDo() {
    ActorRef<TeacherPool.Command> pool = pool(0);
    teach(pool, PlainBatches.of(4), false);
    first.expectMessageClass(Lane.Infer.class);
    teach(pool, PlainBatches.of(5), false);
    assertThat(shown(second.expectMessageClass(Lane.Infer.class))).containsExactly(5);
  }

  @Test
  void aFailedQuestionIsAskedAgainAndThenTheCauseIsTold() {
    teach(pool(1), PlainBatches.of(4), false);
    fail(first.expectMessageClass(Lane.Infer.class), "device lost");
    Lane.Infer again = first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(again)).containsExactly(4);
    fail(again, "device lost again");
    StatusReply<TaughtBatch> reply = asker.receiveMessage();
    assertThat(reply.isError()).isTrue();
    assertThat(reply.getError()).hasMessageContaining("device lost again");
  }

  @Test
  void viewsOfSeveralSidesAreShownSideAfterSideAndAnsweredInTheirOrder() {
    PixelBatch batch = PlainBatches.ofSides(List.of(2, 3, 2), 4, 5);
    ActorRef<TeacherPool.Command> pool = pool(1, new TeacherRows(List.of(0, 1, 2), false));
    pool.tell(new TeacherPool.Teach(batch, asker.getRef()));
    Cache.LookUp lookUp = cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {false, true, false, false, false, false};
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(0, 51, 0, 0, 0, 0));
    lookUp.replyTo().tell(StatusReply.success(new Cache.Found(lookUp.keys(), present, found)));

    Lane.Infer large = first.expectMessageClass(Lane.Infer.class);
    assertThat(large.images().side()).isEqualTo(2);
    assertThat(shown(large)).containsExactly(4, 4, 5);
    large.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40, 42, 52))));
    fail(first.expectMessageClass(Lane.Infer.class), "device lost");
    Lane.Infer small = first.expectMessageClass(Lane.Infer.class);
    assertThat(small.images().side()).isEqualTo(3);
    assertThat(shown(small)).containsExactly(4, 5);
    small.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(41, 50))));

    Cache.Keep keep = cache.expectMessageClass(Cache.Keep.class);
    assertThat(keep.keys())
        .containsExactly(
            FeatureCache.key(4, 0),
            FeatureCache.key(4, 1),
            FeatureCache.key(5, 1),
            FeatureCache.key(4, 2),
            FeatureCache.key(5, 2));
    assertThat(keep.outputs().get(OUTPUT)).isEqualTo(rows(40, 41, 50, 42, 52));
    keep.replyTo().tell(StatusReply.success(keep.outputs()));
    assertThat(answered()).isEqualTo(rows(40, 51, 41, 50, 42, 52));
  }

  @Test
  void mapsThatDifferWithTheSideAreRefused() {
    PixelBatch batch = PlainBatches.ofSides(List.of(2, 3), 4);
    ActorRef<TeacherPool.Command> pool = pool(1, new TeacherRows(List.of(0, 1), false));
    pool.tell(new TeacherPool.Teach(batch, asker.getRef()));
    Cache.LookUp lookUp = cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {false, false};
    Cache.Found nothing = new Cache.Found(lookUp.keys(), present, Map.of());
    lookUp.replyTo().tell(StatusReply.success(nothing));
    for (int length : new int[] {4, 9}) {
      HostTensor map = HostTensor.of(new float[length], 1, length);
      Lane.Infer question = first.expectMessageClass(Lane.Infer.class);
      question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, map)));
    }
    assertThat(asker.receiveMessage().getError())
        .hasMessage(
            "teacher: output embedding has rows of the shapes [4] and [9]"
                + " (expected: one shape for the views of all sides)");
  }

  @Test
  void withoutACacheTheLanesAnswerIsTheAnswer() {
    ActorRef<TeacherPool.Command> pool =
        spawn(
            List.of(parent -> first.getRef()), Optional.empty(), new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4, 5), asker.getRef()));
    HostTensor computed = rows(41, 51);
    Lane.Infer question = first.expectMessageClass(Lane.Infer.class);
    question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, computed)));
    assertThat(answered()).isSameAs(computed);
    cache.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whatALaneWasAskedThatIsNoMoreIsAskedOfAnotherAtOnce() {
    TestProbe<Lane.Command> dying = KIT.createTestProbe();
    ActorRef<TeacherPool.Command> pool =
        spawn(
            List.of(parent -> parent.spawn(mortal(dying), "lane-0"), parent -> second.getRef()),
            Optional.empty(),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), asker.getRef()));
    dying.expectMessageClass(Lane.Infer.class);
    kill("lane-0");
    Lane.Infer again = second.expectMessageClass(Lane.Infer.class);
    assertThat(shown(again)).containsExactly(4);
    again.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40))));
    assertThat(answered()).isEqualTo(rows(40));
  }

  @Test
  void whenNoLaneIsLeftThePoolFailsWithTheNameAndTheCause() {
    TestProbe<Lane.Command> dying = KIT.createTestProbe();
    ActorRef<TeacherPool.Command> pool =
        spawn(
            List.of(parent -> parent.spawn(mortal(dying), "lane-0")),
            Optional.empty(),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), asker.getRef()));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(5), asker.getRef()));
    dying.expectMessageClass(Lane.Infer.class);
    dying.expectMessageClass(Lane.Infer.class);
    kill("lane-0");
    for (int i = 0; i < 2; i++) {
      assertThat(asker.receiveMessage().getError()).hasMessage("lane-0 died: a test's");
    }
    asker.expectTerminated(pool);
  }

  @Test
  void aPoolWhoseCacheIsNoMoreFails() {
    ActorRef<TeacherPool.Command> pool =
        spawn(
            List.of(parent -> first.getRef()),
            Optional.of(parent -> parent.spawn(mortal(cache), "cache")),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4), asker.getRef()));
    cache.expectMessageClass(Cache.LookUp.class);
    kill("cache");
    assertThat(asker.receiveMessage().getError()).hasMessage("cache died: a test's");
    asker.expectTerminated(pool);
  }

  @Test
  void aLaneThatBeginsAfreshIsPassedOverAndCountsForNoFailure() {
    ActorRef<TeacherPool.Command> pool = pool(0);
    teach(pool, PlainBatches.of(4), false);
    rests(first, Duration.ofDays(1));
    Lane.Infer again = second.expectMessageClass(Lane.Infer.class);
    again.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40))));
    Cache.Keep keep = cache.expectMessageClass(Cache.Keep.class);
    keep.replyTo().tell(StatusReply.success(keep.outputs()));
    assertThat(answered()).isEqualTo(rows(40));
    teach(pool, PlainBatches.of(5), false);
    second.expectMessageClass(Lane.Infer.class);
  }

  @Test
  void whenAllLanesBeginAfreshTheQuestionWaitsForTheFirst() {
    teach(pool(0), PlainBatches.of(4), false);
    rests(first, Duration.ofDays(1));
    rests(second, Duration.ofMillis(1));
    assertThat(shown(second.expectMessageClass(Lane.Infer.class))).containsExactly(4);
  }

  @Test
  void aCacheThatBeginsAfreshIsAskedAgain() {
    pool(0).tell(new TeacherPool.Teach(PlainBatches.of(4), asker.getRef()));
    StageRestartingException rest = new StageRestartingException("cache", Duration.ZERO);
    cache.expectMessageClass(Cache.LookUp.class).replyTo().tell(StatusReply.error(rest));
    Cache.LookUp again = cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {true};
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(40));
    again.replyTo().tell(StatusReply.success(new Cache.Found(again.keys(), present, found)));
    assertThat(answered()).isEqualTo(rows(40));
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

  private ActorRef<TeacherPool.Command> pool(int retries) {
    return pool(retries, new TeacherRows(List.of(0), true));
  }

  private ActorRef<TeacherPool.Command> pool(int retries, TeacherRows asked) {
    return spawn(
        List.of(parent -> first.getRef(), parent -> second.getRef()),
        Optional.of(parent -> cache.getRef()),
        asked,
        retries);
  }

  private static ActorRef<TeacherPool.Command> spawn(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked) {
    return spawn(lanes, cache, asked, 0);
  }

  private static ActorRef<TeacherPool.Command> spawn(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked,
      int retries) {
    ActorRef<StatusBoard.Command> board = KIT.spawn(Behaviors.ignore());
    return KIT.spawn(
        TeacherPool.create(
            new TeacherPool.Dependencies(
                lanes, cache, asked, TeacherPool.samePixels(), retries, Duration.ofSeconds(20)),
            board));
  }

  /** Asks the pool, and answers its question to the cache: ten times the example where present. */
  private void teach(ActorRef<TeacherPool.Command> pool, PixelBatch batch, boolean... present) {
    pool.tell(new TeacherPool.Teach(batch, asker.getRef()));
    Cache.LookUp lookUp = cache.expectMessageClass(Cache.LookUp.class);
    int[] examples = batch.exampleIds();
    long[] keys = lookUp.keys();
    float[] values = new float[examples.length];
    for (int i = 0; i < examples.length; i++) {
      assertThat(keys[i]).isEqualTo(FeatureCache.key(examples[i], 0));
      values[i] = present[i] ? 10 * examples[i] : 0;
    }
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(values));
    lookUp.replyTo().tell(StatusReply.success(new Cache.Found(keys, present, found)));
  }

  private static void fail(Lane.Infer question, String reason) {
    question.replyTo().tell(StatusReply.error(new IllegalStateException(reason)));
  }

  private HostTensor answered() {
    TaughtBatch taught = asker.receiveMessage().getValue();
    return Optional.ofNullable(taught.teacher().get(OUTPUT)).orElseThrow();
  }

  /** The examples of the pictures that a lane is shown. */
  private static int[] shown(Lane.Infer question) {
    Images images = question.images();
    int rowBytes = images.side() * images.side() * 3;
    int[] examples = new int[images.rows()];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = images.pixels().get(images.pixels().position() + i * rowBytes);
    }
    return examples;
  }

  private static HostTensor rows(float... values) {
    return HostTensor.of(values, values.length, 1);
  }
}
