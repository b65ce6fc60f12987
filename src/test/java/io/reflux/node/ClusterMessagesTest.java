package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import io.reflux.wire.ClusterMessage;
import io.reflux.wire.FromLane;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.ImageSource;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.NodeFacts;
import io.reflux.wire.PlannedImage;
import io.reflux.wire.ToAgent;
import io.reflux.wire.ToDesk;
import io.reflux.wire.ToLane;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message of the cluster is written as it was meant, and nothing else is read. */
class ClusterMessagesTest {
  private static final NodeFacts FACTS =
      new NodeFacts(
          "1.0",
          "2.7.1",
          List.of(new NodeFacts.LaneFacts("cpu", "x"), new NodeFacts.LaneFacts("gpu0", "y")),
          List.of("image-folder", "cub-200-2011"),
          3);
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static final List<ClusterMessage> ALL =
      List.of(
          new ToAgent.Hello("akka://reflux/system/desk", "n", FACTS, true),
          new ToAgent.Welcome("n", bytes(1, 2, 3)),
          new ToAgent.RefuseNode("n", "a sentence"),
          new ToAgent.OpenLane(
              "n",
              "lane-1",
              1,
              new LaneProgram(
                  List.of(
                      new LaneProgram.ProgramFile("a.pt", DIGEST, 12),
                      new LaneProgram.ProgramFile("b.pt", DIGEST, 0)),
                  "a.pt",
                  "b.pt",
                  List.of(new LaneProgram.ProgramAnswer("embedding", "0")),
                  2,
                  64),
              new ToAgent.LaneEnds("l", "q", "a", "m"),
              true),
          new ToDesk.Present("n", "m", FACTS, bytes(4)),
          new ToDesk.RefuseRun("n", "a sentence"),
          new ToLane.FilePart(1, 1L << 40, bytes(9, 8)),
          new ToLane.Piece(7, "batch 3", 2, 1, bytes(1, 2, 3, 4, 5, 6)),
          new ToLane.Planned(
              8,
              "batch 4",
              new ImagePlan(
                  "test",
                  -5,
                  List.of(new PlannedImage(3, 1, 2, 4), new PlannedImage(1 << 30, 0, 0, 0))),
              -9),
          new ToLane.Shown(new ImageSource("image-folder", "seed = 1", "t", "test", DIGEST)),
          new ToLane.PutAside(),
          new FromLane.Opened(List.of(0, 1)),
          new FromLane.Answer(
              7,
              List.of(
                  new FromLane.Tensor("embedding", "FLOAT32", List.of(1L, 1L), bytes(0, 0, 0, 0))),
              List.of("map", "other map")),
          new FromLane.Part(
              7, new FromLane.Tensor("map", "FLOAT32", List.of(1L, 2L), bytes(1, 0, 0, 0)), 4),
          new FromLane.Failed(7, "a sentence", true),
          new FromLane.Resting(7, 500),
          new FromLane.PixelsWanted(7, "a sentence"),
          new FromLane.Ended("a sentence"));

  private final NodeSerializer serializer = new NodeSerializer();

  @Test
  void eachComesBack() throws Exception {
    assertThat(ALL.stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(kinds(ClusterMessage.class).toList());
    for (ClusterMessage message : ALL) {
      byte[] bytes = serializer.toBinary(message);
      assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
    }
  }

  @Test
  void theSettingsOfAClusterChooseThisSerializerAndNoJavaSerialization() throws Exception {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.remote.artery.canonical.port = 0")
                .withFallback(ConfigFactory.load().getConfig("reflux.cluster-system"))
                .withFallback(ConfigFactory.load()));
    try {
      Serialization all = SerializationExtension.get(kit.system());
      for (ClusterMessage message : ALL) {
        assertThat(all.serializerFor(message.getClass())).isInstanceOf(NodeSerializer.class);
      }
      assertThat(all.serializerFor(Random.class).getClass().getSimpleName())
          .isEqualTo("DisabledJavaSerializer");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void whatIsTornOrOfAnotherKindIsRefused() {
    for (ClusterMessage message : ALL) {
      byte[] bytes = serializer.toBinary(message);
      for (int length = 0; length < bytes.length; length++) {
        assertRefused(Arrays.copyOf(bytes, length));
      }
    }
    assertThatThrownBy(() -> serializer.fromBinary(serializer.toBinary(ALL.get(0)), "2"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage("manifest: 2 (expected: 1)");
    assertRefused(new byte[] {(byte) 0xFA, 0x7F, 0});
  }

  @Test
  void aPieceHasThePixelsOfItsRows() {
    assertThatThrownBy(() -> new ToLane.Piece(0, "", 2, 1, bytes(1, 2, 3)))
        .hasMessage("piece: 3 bytes (expected: those of 2 images of side 1)");
    assertThatThrownBy(() -> new ToLane.Piece(0, "", 1 << 30, 1 << 30, bytes(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFilesNameLeadsNowhereElse() {
    for (String name : List.of("", "..", "../a", "a/b", ".a", "/a", "a\\0b", "a".repeat(300))) {
      assertThatThrownBy(() -> new LaneProgram.ProgramFile(name, DIGEST, 1))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A message that ends early may be one that says less; it is never more than it was. */
  private void assertRefused(byte[] bytes) {
    try {
      Object read = serializer.fromBinary(bytes, "1");
      assertThat(serializer.toBinary(read)).hasSizeLessThanOrEqualTo(bytes.length);
    } catch (NotSerializableException refused) {
      assertThat(refused).hasMessageStartingWith("message: ");
    }
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ClusterMessagesTest::kinds)
        : Stream.of(type);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }
}
