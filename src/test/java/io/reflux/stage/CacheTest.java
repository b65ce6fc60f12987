package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.CacheContent;
import io.reflux.teacher.CachedOutput;
import io.reflux.teacher.FeatureCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  /** An embedding of two values, and a map of one by one by two. */
  private static final List<CachedOutput> OUTPUTS =
      List.of(
          new CachedOutput("embedding", List.of(2)), new CachedOutput("map1", List.of(1, 1, 2)));

  /** Too fine for a float16. */
  private static final float FINE = 1.0001f;

  /** A stage that begins afresh at once, and once. */
  private static final Restarts ONCE =
      new Restarts(1, Duration.ofDays(1), Duration.ZERO, Duration.ZERO);

  @TempDir Path root;
  private final TestProbe<StatusReply<Cache.Found>> found = KIT.createTestProbe();
  private final TestProbe<StatusReply<Map<String, HostTensor>>> kept = KIT.createTestProbe();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void anAnswerIsGivenBackAsItWillBeRead() {
    ActorRef<Cache.Command> cache = cache(ElementType.FLOAT16);
    Map<String, HostTensor> rounded = keep(cache, 3, 5);
    assertThat(rounded).isNotEqualTo(outputs(3, 5));
    Cache.Found read = lookUp(cache, 3, 4, 5);
    assertThat(read.present()).containsExactly(true, false, true);
    assertThat(row(read.outputs(), "embedding", 0)).isEqualTo(row(rounded, "embedding", 0));
    assertThat(row(read.outputs(), "embedding", 1)).containsOnly(0);
    assertThat(row(read.outputs(), "map1", 2)).isEqualTo(row(rounded, "map1", 1));
    assertThat(java.util.Objects.requireNonNull(read.outputs().get("map1")).shape())
        .containsExactly(3, 1, 1, 2);
  }

  @Test
  void anAnswerThatLacksAnOutputIsRefusedByName() {
    ActorRef<Cache.Command> cache = cache(ElementType.FLOAT16);
    Map<String, HostTensor> part = Map.of("embedding", outputs(3).get("embedding"));
    cache.tell(new Cache.Keep(new long[] {3}, part, kept.getRef()));
    assertThat(kept.receiveMessage().getError()).hasMessageContaining("map1");
  }

  @Test
  void whatIsKeptExactlyIsGivenBackWithoutACopy() {
    Map<String, HostTensor> outputs = outputs(3, 5);
    assertThat(keep(cache(ElementType.FLOAT32), new long[] {3, 5}, outputs)).isSameAs(outputs);
  }

  @Test
  void aRowThatIsAskedForTwiceIsReadOnceAndFoundTwice() {
    ActorRef<Cache.Command> cache = cache(ElementType.FLOAT32);
    keep(cache, 3);
    Cache.Found read = lookUp(cache, 3, 4, 3, 4);
    assertThat(read.present()).containsExactly(true, false, true, false);
    assertThat(row(read.outputs(), "embedding", 2)).isEqualTo(row(read.outputs(), "embedding", 0));
  }

  @Test
  void filesInUseByAnotherRunAreToldToWhoeverAsksAndWatches() throws IOException {
    try (FeatureCache other = open(ElementType.FLOAT16)) {
      ActorRef<Cache.Command> cache = cache(ElementType.FLOAT16);
      cache.tell(new Cache.LookUp(new long[] {3}, found.getRef()));
      assertThat(found.receiveMessage().getError())
          .isInstanceOf(StageFailedException.class)
          .hasMessageStartingWith("cache died: ")
          .hasMessageContaining("in use by another run (expected: one of a process at a time)");
      found.expectTerminated(cache);
      assertThat(other.size()).isZero();
    }
  }

  @Test
  void filesThatWereInUseAreOpenedWhenTheyAreFree() throws IOException {
    ActorRef<Cache.Command> cache;
    try (FeatureCache other = open(ElementType.FLOAT16)) {
      cache = cache(ElementType.FLOAT16, ONCE);
      cache.tell(new Cache.LookUp(new long[] {3}, found.getRef()));
      assertThat(Failures.rest(found.receiveMessage().getError())).isPresent();
      assertThat(other.size()).isZero();
    }
    assertThat(lookUp(cache, 3).present()).containsExactly(false);
  }

  @Test
  void aFaultOfTheDiskOpensTheFilesAnewAndWhatIsKeptThenIsFound() throws IOException {
    ActorRef<Cache.Command> cache = cache(ElementType.FLOAT16, ONCE);
    lookUp(cache, 3);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    cache.tell(new Cache.Keep(new long[] {3}, outputs(3), kept.getRef()));
    assertThat(Failures.rest(kept.receiveMessage().getError())).isPresent();
    keep(cache, 3);
    assertThat(lookUp(cache, 3).present()).containsExactly(true);
  }

  private ActorRef<Cache.Command> cache(ElementType type) {
    return cache(type, Restarts.NONE);
  }

  private ActorRef<Cache.Command> cache(ElementType type, Restarts restarts) {
    return KIT.spawn(
        Cache.create(
            new StageSettings("cache", "", restarts),
            new Cache.Files(() -> open(type), OUTPUTS, new CacheTally()),
            KIT.spawn(Behaviors.ignore())));
  }

  private FeatureCache open(ElementType type) {
    CacheContent content = new CacheContent("teacher", "views", OUTPUTS, type);
    try {
      return FeatureCache.open(root, content, 1 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, HostTensor> keep(ActorRef<Cache.Command> cache, int... examples) {
    return keep(cache, Arrays.stream(examples).asLongStream().toArray(), outputs(examples));
  }

  private Map<String, HostTensor> keep(
      ActorRef<Cache.Command> cache, long[] keys, Map<String, HostTensor> outputs) {
    cache.tell(new Cache.Keep(keys, outputs, kept.getRef()));
    return kept.receiveMessage().getValue();
  }

  private Cache.Found lookUp(ActorRef<Cache.Command> cache, int... examples) {
    long[] keys = Arrays.stream(examples).asLongStream().toArray();
    cache.tell(new Cache.LookUp(keys, found.getRef()));
    return found.receiveMessage().getValue();
  }

  private static Map<String, HostTensor> outputs(int... examples) {
    float[] embeddings = new float[2 * examples.length];
    float[] maps = new float[2 * examples.length];
    for (int i = 0; i < examples.length; i++) {
      embeddings[2 * i] = examples[i];
      embeddings[2 * i + 1] = examples[i] * FINE;
      maps[2 * i] = -examples[i];
      maps[2 * i + 1] = -examples[i] * FINE;
    }
    return Map.of(
        "embedding", HostTensor.of(embeddings, examples.length, 2),
        "map1", HostTensor.of(maps, examples.length, 1, 1, 2));
  }

  private static float[] row(Map<String, HostTensor> outputs, String name, int row) {
    float[] values = Optional.ofNullable(outputs.get(name)).orElseThrow().floats();
    return Arrays.copyOfRange(values, 2 * row, 2 * row + 2);
  }
}
