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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  /** An embedding of two values, and a map of one by one by two. */
  private static final RecordLayout LAYOUT =
      new RecordLayout(
          List.of(
              new CachedOutput("embedding", List.of(2)),
              new CachedOutput("map1", List.of(1, 1, 2))));

  /** Too fine for a float16. */
  private static final float FINE = 1.0001f;

  @TempDir Path root;
  private final TestProbe<StatusReply<Cache.Found>> found = KIT.createTestProbe();
  private final TestProbe<StatusReply<Map<String, HostTensor>>> kept = KIT.createTestProbe();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @Test
  void withoutFilesNothingIsFoundAndAnswersComeBackUntouched() {
    ActorRef<Cache.Command> cache = cache(Optional.empty());
    assertThat(keep(cache, 3).get("embedding")).isEqualTo(outputs(3).get("embedding"));
    assertThat(lookUp(cache, 3).present()).containsExactly(false);
  }

  @Test
  void anAnswerIsGivenBackAsItWillBeRead() {
    ActorRef<Cache.Command> cache = cache(Optional.of(this::open));
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
    ActorRef<Cache.Command> cache = cache(Optional.of(this::open));
    Map<String, HostTensor> part = Map.of("embedding", outputs(3).get("embedding"));
    cache.tell(new Cache.Keep(new long[] {3}, part, kept.getRef()));
    assertThat(kept.receiveMessage().getError()).hasMessageContaining("map1");
  }

  @Test
  void recordsAndTensorsAreTheSameNumbers() {
    Map<String, HostTensor> tensors = outputs(3, 5, 7);
    assertThat(LAYOUT.join(LAYOUT.split(tensors))).isEqualTo(tensors);
    assertThat(LAYOUT.split(tensors).get(1)).containsExactly(5, 5 * FINE, -5, -5 * FINE);
  }

  private ActorRef<Cache.Command> cache(Optional<Supplier<FeatureCache>> files) {
    return KIT.spawn(
        Cache.create(new Cache.Settings(files, LAYOUT), KIT.spawn(Behaviors.ignore())));
  }

  private FeatureCache open() {
    CacheContent content =
        new CacheContent("teacher", "views", LAYOUT.outputs(), ElementType.FLOAT16);
    try {
      return FeatureCache.open(root, content, 1 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, HostTensor> keep(ActorRef<Cache.Command> cache, int... examples) {
    long[] keys = Arrays.stream(examples).asLongStream().toArray();
    cache.tell(new Cache.Keep(keys, outputs(examples), kept.getRef()));
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
