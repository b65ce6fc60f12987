package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.setting.InputException;
import io.reflux.setting.Sha256;
import io.reflux.stage.Failures;
import io.reflux.stage.Lane;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageSettings;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of a lane, without a network between them. */
class RemoteLaneTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Restarts RESTARTS =
      new Restarts(5, PATIENCE, Duration.ofMillis(700), PATIENCE);

  /** Longer than a part of a file, and than a chunk of a message. */
  private static final int BYTES = 600_000;

  private static final int SIDE = 300;

  @TempDir Path folder;
  private final TestProbe<StatusReply<Map<String, HostTensor>>> asker = KIT.createTestProbe();
  private final AtomicInteger orders = new AtomicInteger();
  private Path file = Path.of("");

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void write() throws IOException {
    byte[] content = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      content[i] = (byte) (i * 7);
    }
    file = Files.write(folder.resolve("teacher.pt"), content);
  }

  /** The first order is lost on the way. */
  @Test
  void theProgramIsSentAndQuestionsAreAnswered() throws IOException {
    ActorRef<Lane.Command> lane = lane(agent(images -> firstPixels(images), 1), "here");
    ask(lane, 3, 5);
    ask(lane, 9);
    assertThat(answer()).isEqualTo(HostTensor.of(new float[] {3, 5}, 2, 1));
    assertThat(answer()).isEqualTo(HostTensor.of(new float[] {9}, 1, 1));
    LaneProgram program = program();
    assertThat(new ProgramStore(folder.resolve("store")).missing(program)).isEmpty();
  }

  @Test
  void whatFailsIsToldAsItWouldBeOfALaneHere() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    ActorRef<Lane.Command> lane = lane(agent(images -> failing(calls), 0), "failing");
    ask(lane, 1);
    assertThat(asker.receiveMessage(PATIENCE).getError())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("failing: device lost");
    ask(lane, 1);
    assertThat(asker.receiveMessage(PATIENCE).getError())
        .isInstanceOf(InputException.class)
        .hasMessage("failing: no such output");
    ask(lane, 1);
    assertThat(Failures.rest(asker.receiveMessage(PATIENCE).getError()))
        .contains(Duration.ofMillis(700));
  }

  @Test
  void whenTheNodeIsNoMoreQuestionsAreToBeAskedAgainAndTheLaneEnds() throws IOException {
    TestProbe<ToAgent> agent = KIT.createTestProbe();
    ActorRef<Lane.Command> lane = lane(agent.getRef(), "gone");
    ask(lane, 1);
    assertThat(agent.expectMessageClass(ToAgent.OpenLane.class).lane()).isEqualTo("gone");
    agent.stop();
    assertThat(Failures.rest(asker.receiveMessage(PATIENCE).getError())).isPresent();
    asker.expectTerminated(lane, PATIENCE);
  }

  private void ask(ActorRef<Lane.Command> lane, int... firstPixels) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(firstPixels.length * SIDE * SIDE * 3);
    for (int i = 0; i < firstPixels.length; i++) {
      pixels.put(i * SIDE * SIDE * 3, (byte) firstPixels[i]);
    }
    lane.tell(
        new Lane.Infer(new Images(pixels, firstPixels.length, SIDE), "batch 1", asker.getRef()));
  }

  private HostTensor answer() {
    HostTensor embedding = asker.receiveMessage(PATIENCE).getValue().get("embedding");
    assertThat(embedding).isNotNull();
    return java.util.Objects.requireNonNull(embedding);
  }

  private ActorRef<Lane.Command> lane(ActorRef<ToAgent> agent, String name) throws IOException {
    RemoteLane.Place place =
        new RemoteLane.Place(
            new StageSettings(name, "elsewhere cpu", Restarts.NONE),
            agent,
            "nonce",
            0,
            program(),
            List.of(file),
            KIT.spawn(Behaviors.ignore()));
    return KIT.spawn(RemoteLane.create(place));
  }

  private LaneProgram program() throws IOException {
    return new LaneProgram(
        List.of(new LaneProgram.ProgramFile("teacher.pt", Sha256.of(file), BYTES)),
        "teacher.pt",
        "",
        List.of(new LaneProgram.ProgramAnswer("embedding", "0")),
        1,
        4);
  }

  /** Opens a lane for every order but the first ones. */
  private ActorRef<ToAgent> agent(Function<Images, Map<String, HostTensor>> answers, int lost) {
    Behavior<ToAgent> agent =
        Behaviors.setup(
            context ->
                Behaviors.receive(ToAgent.class)
                    .onMessage(
                        ToAgent.OpenLane.class,
                        order -> {
                          if (orders.getAndIncrement() == lost) {
                            context.spawnAnonymous(NodeLane.create(node(order, answers)));
                          }
                          return Behaviors.same();
                        })
                    .build());
    return KIT.spawn(agent);
  }

  private NodeLane.Dependencies node(
      ToAgent.OpenLane order, Function<Images, Map<String, HostTensor>> answers) {
    return new NodeLane.Dependencies(
        order,
        new StageSettings(order.lane(), "cpu", RESTARTS),
        (lane, program, files) -> new Answering(answers),
        new ProgramStore(folder.resolve("store")),
        PATIENCE,
        () -> {});
  }

  private static Map<String, HostTensor> firstPixels(Images images) {
    float[] first = new float[images.rows()];
    for (int row = 0; row < first.length; row++) {
      first[row] = images.pixels().get(row * SIDE * SIDE * 3);
    }
    return Map.of("embedding", HostTensor.of(first, first.length, 1));
  }

  private static Map<String, HostTensor> failing(AtomicInteger calls) {
    int call = calls.getAndIncrement();
    if (call == 0) {
      throw new IllegalStateException("device lost");
    }
    if (call == 1) {
      throw new InputException("no such output");
    }
    throw new OutOfMemoryError("of a test");
  }

  private record Answering(Function<Images, Map<String, HostTensor>> answers)
      implements FrozenModel {
    @Override
    public Map<String, HostTensor> infer(Images images) {
      return answers.apply(images);
    }

    @Override
    public int liveTensors() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
