package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.delivery.ProducerController;
import akka.remote.artery.ArterySettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.HostTensor;
import io.reflux.wire.FromLane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Answers as a node sends them and as a run takes them. */
class LaneAnswersTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  /** More than a frame each. */
  private static final long[] MAP = {3, 128, 30, 30};

  private final LaneAnswers answers = new LaneAnswers();
  private final ArrivingAnswers arriving = new ArrivingAnswers();
  private final TestProbe<FromLane> words = KIT.createTestProbe();
  private final TestProbe<FromLane> maps = KIT.createTestProbe();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  /** The other end has taken one part of a map, and no other, when the second answer is there. */
  @Test
  void nothingWaitsBehindAMap() {
    answers.answer(1, outputs(1));
    answers.answer(2, Map.of("embedding", embedding(2)));
    demand("lane/sends", words);
    demand("lane/sends", words);
    demand("lane/maps", maps);
    assertThat(take(words).number()).isEqualTo(1);
    assertThat(take(words)).isEqualTo(LaneTensors.answer(2, Map.of("embedding", embedding(2))));
    assertThat(((FromLane.Part) maps.receiveMessage()).offset()).isZero();
    maps.expectNoMessage();
  }

  @Test
  void aMapGoesInPartsBelowTheFrameAndComesBackInAnyOrderOfTheStreams() {
    long most =
        settings().getBytes("akka.reliable-delivery.producer-controller.chunk-large-messages");
    for (int first = 0; first < 3; first++) {
      List<FromLane.Part> parts = parts(first);
      assertThat(parts).hasSizeGreaterThan(4);
      assertThat(parts).allMatch(part -> new NodeSerializer().toBinary(part).length <= most);
      FromLane.Answer answer = LaneTensors.answer(first, outputs(first));
      assertThat(answer.apart()).containsExactlyInAnyOrder("map", "attention");
      Optional<Map<String, HostTensor>> whole = Optional.empty();
      for (int i = 0; i < parts.size(); i++) {
        if (i == parts.size() * first / 2) {
          whole = arriving.take(answer);
        }
        assertThat(whole).isEmpty();
        whole = arriving.take(parts.get(i));
      }
      if (first == 2) {
        assertThat(whole).isEmpty();
        whole = arriving.take(answer);
      }
      assertThat(whole).hasValue(outputs(first));
    }
  }

  @Test
  void partsThatAreNotTheNextOnesAreRefused() {
    List<FromLane.Part> parts =
        parts(5).stream().filter(part -> part.tensor().name().equals("map")).toList();
    arriving.take(parts.get(0));
    for (FromLane.Part wrong :
        List.of(
            parts.get(0),
            parts.get(2),
            new FromLane.Part(5, tensor(List.of(1L), 9), parts.get(1).offset()),
            new FromLane.Part(
                5, tensor(parts.get(0).tensor().shape(), 2 << 20), parts.get(1).offset()),
            new FromLane.Part(6, tensor(List.of(1L << 40, 1L << 40), 9), 0))) {
      assertThatThrownBy(() -> arriving.take(wrong))
          .as(wrong.toString())
          .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
  }

  /** Lanes are below a task's pool of teachers; nothing else of theirs ends in this name. */
  @Test
  void theSettingsGiveMapsAConnectionOfTheirOwn() {
    ArterySettings artery = new ArterySettings(settings().getConfig("akka.remote.artery"));
    assertThat(isLarge(artery, "user", "task-target", "teachers", "lane-3", RemoteLane.MAPS))
        .isTrue();
    assertThat(isLarge(artery, "user", "teachers", "lane-3", RemoteLane.MAPS)).isTrue();
    assertThat(isLarge(artery, "user", "task-target", "teachers", "lane-3", "receives")).isFalse();
    assertThat(artery.Advanced().MaximumLargeFrameSize())
        .isEqualTo(artery.Advanced().MaximumFrameSize());
  }

  private static boolean isLarge(ArterySettings artery, String... path) {
    return artery.LargeMessageDestinations()
        .find(CollectionConverters.asScala(List.of(path)))
        .isDefined();
  }

  private static Config settings() {
    Config all = ConfigFactory.load();
    return all.getConfig("reflux.cluster-system").withFallback(all);
  }

  private static List<FromLane.Part> parts(int seed) {
    List<FromLane.Part> parts = new ArrayList<>();
    outputs(seed)
        .forEach(
            (name, output) -> {
              if (AnswerParts.areOf(output)) {
                new AnswerParts(seed, name, output)
                    .forEachRemaining(part -> parts.add((FromLane.Part) part));
              }
            });
    return parts;
  }

  private static FromLane.Tensor tensor(List<Long> shape, int bytes) {
    return new FromLane.Tensor("map", "FLOAT32", shape, ByteBuffer.allocate(bytes));
  }

  private static Map<String, HostTensor> outputs(int seed) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    outputs.put("embedding", embedding(seed));
    outputs.put("map", filled(seed, MAP[0], MAP[1], MAP[2], MAP[3]));
    outputs.put("attention", filled(-seed, MAP[0], MAP[1] * MAP[2], MAP[3]));
    return outputs;
  }

  private static HostTensor embedding(int seed) {
    return filled(seed, MAP[0], 4);
  }

  private static HostTensor filled(int seed, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = seed + i * 0.25F;
    }
    return HostTensor.of(values, shape);
  }

  private void demand(String producer, TestProbe<FromLane> end) {
    answers.demanded(
        new ProducerController.RequestNext<>(
            producer,
            1,
            1,
            end.getRef(),
            KIT.createTestProbe(ProducerController.MessageWithConfirmation.class)
                .getRef()
                .unsafeUpcast()));
  }

  private static FromLane.Answer take(TestProbe<FromLane> end) {
    return end.expectMessageClass(FromLane.Answer.class);
  }
}
