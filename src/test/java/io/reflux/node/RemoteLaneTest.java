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
import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.setting.InputException;
import io.reflux.setting.Sha256;
import io.reflux.stage.Failures;
import io.reflux.stage.Lane;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageSettings;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.PlannedImage;
import io.reflux.wire.ToAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** In the folder's image-3.png of the first class, as a batch has it that draws it again. */
  private static final PlannedImage AGAIN = new PlannedImage(3, 1, 0, 2);

  @TempDir Path folder;
  private final TestProbe<StatusReply<Map<String, HostTensor>>> asker = KIT.createTestProbe();
  private final AtomicInteger orders = new AtomicInteger();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private NodeData own = new NodeData(Map.of(), Runnable::run);
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
    // Each is asked for a reply of its own, so their order is nobody's promise.
    assertThat(List.of(answer(), answer()))
        .containsExactlyInAnyOrder(
            HostTensor.of(new float[] {3, 5}, 2, 1), HostTensor.of(new float[] {9}, 1, 1));
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

  /** Those that can't be read there are sent; a node with others is refused. */
  @Test
  void imagesAreMadeWhereTheDataIs() throws Exception {
    Path data = TinyPack.write(folder.resolve("data"));
    Path copy = TinyPack.write(folder.resolve("copy"));
    Pipeline pipeline = TinyPipeline.ofOneStudent(data, "data.decode.kept-bytes = 0");
    OfferedImages offered = new OfferedImages(pipeline, "target", pipeline.data().open());
    own = new NodeData(Map.of("image-folder", Optional.of(copy)), Runnable::run);
    ActorRef<Lane.Command> lane =
        lane(agent(images -> sums(images), 0), "with data", Optional.of(offered));
    NodeData home = new NodeData(Map.of("image-folder", Optional.of(data)), Runnable::run);
    Images made = made(home, offered, "train", new PlannedImage(5, 0, 1, 0), AGAIN);
    lane.tell(new Lane.Infer(made, "batch 1", asker.getRef()));
    assertThat(answer()).isEqualTo(sums(made).get("embedding"));
    Images measured = made(home, offered, "test", new PlannedImage(5, 0, 0, 0));
    lane.tell(new Lane.Infer(measured, "batch 1", asker.getRef()));
    assertThat(answer()).isEqualTo(sums(measured).get("embedding"));
    lane.tell(new Lane.Infer(made, "batch 1", asker.getRef()));
    assertThat(answer()).isEqualTo(sums(made).get("embedding"));

    Path away = copy.resolve("class-00/image-3.png");
    Files.move(away, folder.resolve("away"));
    lane.tell(new Lane.Infer(made, "batch 2", asker.getRef()));
    assertThat(answer()).isEqualTo(sums(made).get("embedding"));

    Files.copy(copy.resolve("class-01/image-3.png"), away);
    lane.tell(new Lane.Infer(made, "batch 3", asker.getRef()));
    assertThat(Failures.rest(asker.receiveMessage(PATIENCE).getError())).isPresent();
    asker.expectTerminated(lane, PATIENCE);
    assertThat(refused)
        .containsExactly("node.data image-folder: other pixels of batch 3 (expected: the run's)");
  }

  private static Images made(
      NodeData data, OfferedImages offered, String part, PlannedImage... images) {
    ImagePlan plan = new ImagePlan(part, 9, List.of(images));
    NodeData.Opened opened = data.open(offered.source(part).orElseThrow());
    return opened.load(plan).toCompletableFuture().join().by(plan);
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
    return lane(agent, name, Optional.empty());
  }

  private ActorRef<Lane.Command> lane(
      ActorRef<ToAgent> agent, String name, Optional<OfferedImages> images) throws IOException {
    RemoteLane.Place place =
        new RemoteLane.Place(
            new StageSettings(name, "elsewhere cpu", Restarts.NONE),
            agent,
            "nonce",
            0,
            program(),
            List.of(file),
            images,
            images.map(offered -> "train"),
            KIT.spawn(Behaviors.ignore()),
            false);
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
        own,
        PATIENCE,
        () -> {},
        refused::add);
  }

  private static Map<String, HostTensor> firstPixels(Images images) {
    float[] first = new float[images.rows()];
    for (int row = 0; row < first.length; row++) {
      first[row] = images.pixels().get(row * SIDE * SIDE * 3);
    }
    return Map.of("embedding", HostTensor.of(first, first.length, 1));
  }

  private static Map<String, HostTensor> sums(Images images) {
    float[] sums = new float[images.rows()];
    int bytes = images.side() * images.side() * 3;
    for (int i = 0; i < images.rows() * bytes; i++) {
      sums[i / bytes] += images.pixels().get(i) & 0xFF;
    }
    return Map.of("embedding", HostTensor.of(sums, sums.length, 1));
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
