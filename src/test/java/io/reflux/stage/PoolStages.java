package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.TaughtBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cache, the lanes and the asker of a pool, for which a test answers. */
final class PoolStages {
  static final String OUTPUT = "embedding";

  final TestProbe<Lane.Command> first;
  final TestProbe<Lane.Command> second;
  final TestProbe<Cache.Command> cache;
  final TestProbe<StatusReply<TaughtBatch>> asker;

  /** What the pool copes with. */
  final TestProbe<String> told;

  private final ActorTestKit kit;

  /** How long images wait for a chunk to become whole. */
  LaneAsking.Gathering gathering = LaneAsking.Gathering.NONE;

  /** When a lane is said to hang. */
  Watchdog watchdog = Watchdog.NEVER;

  PoolStages(ActorTestKit kit) {
    this.kit = kit;
    first = kit.createTestProbe();
    second = kit.createTestProbe();
    cache = kit.createTestProbe();
    asker = kit.createTestProbe();
    told = kit.createTestProbe();
  }

  ActorRef<TeacherPool.Command> pool(int retries) {
    return pool(retries, new TeacherRows(List.of(0), true));
  }

  ActorRef<TeacherPool.Command> pool(int retries, TeacherRows asked) {
    return spawn(
        List.of(parent -> first.getRef(), parent -> second.getRef()),
        Optional.of(parent -> cache.getRef()),
        asked,
        retries);
  }

  ActorRef<TeacherPool.Command> spawn(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked) {
    return spawn(lanes, cache, asked, 0);
  }

  ActorRef<TeacherPool.Command> spawn(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked,
      int retries) {
    ActorRef<StatusBoard.Command> board =
        kit.spawn(
            Behaviors.receive(StatusBoard.Command.class)
                .onMessage(
                    StatusBoard.Told.class,
                    each -> {
                      told.getRef().tell(each.sentence());
                      return Behaviors.same();
                    })
                .onAnyMessage(other -> Behaviors.same())
                .build());
    return kit.spawn(
        TeacherPool.create(
            new TeacherPool.Dependencies(
                lanes,
                cache,
                asked,
                TeacherImages.samePixels(),
                new LaneAsking(4, retries, 2, Duration.ofSeconds(20), gathering, watchdog),
                new CacheTally()),
            board));
  }

  /** A pool without a cache that asks again as often as it takes. */
  ActorRef<TeacherPool.Command> spawnBare(List<TestProbe<Lane.Command>> lanes) {
    List<StageSpawn<Lane.Command>> spawns = new ArrayList<>();
    lanes.forEach(lane -> spawns.add(parent -> lane.getRef()));
    return spawn(spawns, Optional.empty(), new TeacherRows(List.of(0), true), 10);
  }

  /** Asks the pool, and answers its question to the cache: ten times the example where present. */
  void teach(ActorRef<TeacherPool.Command> pool, PixelBatch batch, boolean... present) {
    pool.tell(new TeacherPool.Teach(batch, asker.getRef()));
    Cache.LookUp lookUp = cache.expectMessageClass(Cache.LookUp.class);
    int[] examples = batch.exampleIds();
    long[] keys = lookUp.keys();
    float[] values = new float[examples.length];
    for (int i = 0; i < examples.length; i++) {
      assertThat(keys[i]).isEqualTo(FeatureCache.key(examples[i], 0, 0));
      values[i] = present[i] ? 10 * examples[i] : 0;
    }
    Map<String, HostTensor> found = Map.of(OUTPUT, rows(values));
    lookUp.replyTo().tell(StatusReply.success(new Cache.Found(keys, present, found)));
  }

  /** A lane that is asked something answers it. */
  void answer(TestProbe<Lane.Command> lane, HostTensor output) {
    lane.expectMessageClass(Lane.Infer.class)
        .replyTo()
        .tell(StatusReply.success(Map.of(OUTPUT, output)));
  }

  static void fail(Lane.Infer question, String reason) {
    question.replyTo().tell(StatusReply.error(new IllegalStateException(reason)));
  }

  HostTensor answered() {
    TaughtBatch taught = asker.receiveMessage().getValue();
    return Optional.ofNullable(taught.teacher().get(OUTPUT)).orElseThrow();
  }

  /** The examples of the pictures that a lane is shown. */
  static int[] shown(Lane.Infer question) {
    Images images = question.images();
    int rowBytes = images.side() * images.side() * 3;
    int[] examples = new int[images.rows()];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = images.pixels().get(images.pixels().position() + i * rowBytes);
    }
    return examples;
  }

  static HostTensor rows(float... values) {
    return HostTensor.of(values, values.length, 1);
  }
}
