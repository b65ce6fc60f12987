package io.reflux.stage;

import static io.reflux.stage.PoolStages.OUTPUT;
import static io.reflux.stage.PoolStages.fail;
import static io.reflux.stage.PoolStages.rows;
import static io.reflux.stage.PoolStages.shown;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.FeatureCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TeacherPoolTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final PoolStages stages = new PoolStages(KIT);

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatTheCacheHasNoLaneIsAskedFor() {
    stages.teach(stages.pool(0), PlainBatches.of(4, 5), true, true);
    assertThat(stages.answered()).isEqualTo(rows(40, 50));
    stages.first.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void onlyMissingRowsAreShownToALaneAndKept() {
    stages.teach(stages.pool(0), PlainBatches.of(4, 5, 6), false, true, false);
    Lane.Infer question = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(question)).containsExactly(4, 6);
    question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(41, 61))));
    Cache.Keep keep = stages.cache.expectMessageClass(Cache.Keep.class);
    assertThat(keep.keys()).containsExactly(FeatureCache.key(4, 0, 0), FeatureCache.key(6, 0, 0));
    // What is trained on is what the cache gives back, not what the lane said.
    keep.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(42, 62))));
    assertThat(stages.answered()).isEqualTo(rows(42, 50, 62));
  }

  @Test
  void aSecondQuestionGoesToTheLaneWithLessToDo() {
    ActorRef<TeacherPool.Command> pool = stages.pool(0);
    stages.teach(pool, PlainBatches.of(4), false);
    stages.first.expectMessageClass(Lane.Infer.class);
    stages.teach(pool, PlainBatches.of(5), false);
    assertThat(shown(stages.second.expectMessageClass(Lane.Infer.class))).containsExactly(5);
  }

  @Test
  void aBatchIsSharedOutInChunksAndPutTogetherAsItWas() {
    ActorRef<TeacherPool.Command> pool = stages.spawnBare(List.of(stages.first, stages.second));
    pool.tell(
        new TeacherPool.Teach(PlainBatches.of(1, 2, 3, 4, 5, 6, 7, 8, 9), stages.asker.getRef()));
    Lane.Infer chunk = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(chunk)).containsExactly(1, 2, 3, 4);
    // The rest follows before the first chunk is answered: no lane waits between two.
    Lane.Infer rest = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(rest)).containsExactly(9);
    rest.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(90))));
    stages.answer(stages.second, rows(50, 60, 70, 80));
    stages.asker.expectNoMessage(Duration.ZERO);
    chunk.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(10, 20, 30, 40))));
    assertThat(stages.answered()).isEqualTo(rows(10, 20, 30, 40, 50, 60, 70, 80, 90));
  }

  /** Four batches of which each misses one row: one chunk, not four. */
  @Test
  void missingRowsAreGatheredOverBatchesIntoOneChunk() {
    stages.gathering = new LaneAsking.Gathering(10, Duration.ofDays(1));
    ActorRef<TeacherPool.Command> pool = stages.pool(0);
    for (int batch = 0; batch < 4; batch++) {
      stages.first.expectNoMessage(Duration.ZERO);
      stages.teach(pool, PlainBatches.of(2 * batch, 2 * batch + 1), true, false);
    }
    Lane.Infer question = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(shown(question)).containsExactly(1, 3, 5, 7);
    question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(10, 30, 50, 70))));
    for (int batch = 0; batch < 4; batch++) {
      Cache.Keep keep = stages.cache.expectMessageClass(Cache.Keep.class);
      assertThat(keep.keys()).containsExactly(FeatureCache.key(2 * batch + 1, 0, 0));
      keep.replyTo().tell(StatusReply.success(keep.outputs()));
      assertThat(stages.answered()).isEqualTo(rows(20 * batch, 20 * batch + 10));
    }
    stages.second.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whenNoBatchCanComeAnyMoreTheRestIsComputed() {
    stages.gathering = new LaneAsking.Gathering(3, Duration.ofDays(1));
    ActorRef<TeacherPool.Command> pool = stages.pool(0);
    stages.teach(pool, PlainBatches.of(1), true);
    assertThat(stages.answered()).isEqualTo(rows(10));
    stages.teach(pool, PlainBatches.of(2), false);
    stages.teach(pool, PlainBatches.of(3), true);
    assertThat(stages.answered()).isEqualTo(rows(30));
    stages.first.expectNoMessage(Duration.ZERO);
    stages.teach(pool, PlainBatches.of(4), false);
    assertThat(shown(stages.first.expectMessageClass(Lane.Infer.class))).containsExactly(2, 4);
  }

  @Test
  void norIsALateBatchWaitedForForLong() {
    stages.gathering = new LaneAsking.Gathering(3, Duration.ofMillis(1));
    stages.teach(stages.pool(0), PlainBatches.of(2), false);
    assertThat(shown(stages.first.expectMessageClass(Lane.Infer.class))).containsExactly(2);
  }

  @Test
  void viewsOfSeveralSidesAreShownSideAfterSideAndAnsweredInTheirOrder() {
    PixelBatch batch = PlainBatches.ofSides(List.of(2, 3, 2), 4, 5);
    ActorRef<TeacherPool.Command> pool = stages.pool(1, new TeacherRows(List.of(0, 1, 2), false));
    pool.tell(new TeacherPool.Teach(batch, stages.asker.getRef()));
    Cache.LookUp lookUp = stages.cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {false, true, false, false, false, false};
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(0, 51, 0, 0, 0, 0));
    lookUp.replyTo().tell(StatusReply.success(new Cache.Found(lookUp.keys(), present, found)));

    Lane.Infer large = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(large.images().side()).isEqualTo(2);
    assertThat(shown(large)).containsExactly(4, 4, 5);
    large.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(40, 42, 52))));
    fail(stages.second.expectMessageClass(Lane.Infer.class), "device lost");
    Lane.Infer small = stages.first.expectMessageClass(Lane.Infer.class);
    assertThat(small.images().side()).isEqualTo(3);
    assertThat(shown(small)).containsExactly(4, 5);
    small.replyTo().tell(StatusReply.success(Map.of(OUTPUT, rows(41, 50))));

    Cache.Keep keep = stages.cache.expectMessageClass(Cache.Keep.class);
    assertThat(keep.keys())
        .containsExactly(
            FeatureCache.key(4, 0, 0),
            FeatureCache.key(4, 0, 1),
            FeatureCache.key(5, 0, 1),
            FeatureCache.key(4, 0, 2),
            FeatureCache.key(5, 0, 2));
    assertThat(keep.outputs().get(OUTPUT)).isEqualTo(rows(40, 41, 50, 42, 52));
    keep.replyTo().tell(StatusReply.success(keep.outputs()));
    assertThat(stages.answered()).isEqualTo(rows(40, 51, 41, 50, 42, 52));
  }

  @Test
  void mapsThatDifferWithTheSideAreRefused() {
    PixelBatch batch = PlainBatches.ofSides(List.of(2, 3), 4);
    ActorRef<TeacherPool.Command> pool = stages.pool(1, new TeacherRows(List.of(0, 1), false));
    pool.tell(new TeacherPool.Teach(batch, stages.asker.getRef()));
    Cache.LookUp lookUp = stages.cache.expectMessageClass(Cache.LookUp.class);
    boolean[] present = {false, false};
    Cache.Found nothing = new Cache.Found(lookUp.keys(), present, Map.of());
    lookUp.replyTo().tell(StatusReply.success(nothing));
    stages.answer(stages.first, HostTensor.of(new float[4], 1, 4));
    stages.answer(stages.second, HostTensor.of(new float[9], 1, 9));
    assertThat(stages.asker.receiveMessage().getError())
        .hasMessage(
            "teacher: output embedding has rows of the shapes [4] and [9]"
                + " (expected: one shape for the views of all sides)");
  }

  @Test
  void withoutACacheTheLanesAnswerIsTheAnswer() {
    ActorRef<TeacherPool.Command> pool =
        stages.spawn(
            List.of(parent -> stages.first.getRef()),
            Optional.empty(),
            new TeacherRows(List.of(0), true));
    pool.tell(new TeacherPool.Teach(PlainBatches.of(4, 5), stages.asker.getRef()));
    HostTensor computed = rows(41, 51);
    Lane.Infer question = stages.first.expectMessageClass(Lane.Infer.class);
    question.replyTo().tell(StatusReply.success(Map.of(OUTPUT, computed)));
    assertThat(stages.answered()).isSameAs(computed);
    stages.cache.expectNoMessage(Duration.ZERO);
  }
}
