package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.setting.Sha256;
import io.reflux.stage.Lane;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageSettings;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToAgent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two lanes on one node, with a network between: one answers with maps, one with embeddings. */
class MapsOverTheWireTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int CHANNELS = 256;
  private static final int SIDE = 14;

  /** Akka cuts nothing here: a message above the frame would never arrive. */
  private static final Config APPLICATION =
      ConfigFactory.parseString(
              "reflux.cluster-system.akka.reliable-delivery.producer-controller"
                  + ".chunk-large-messages = off")
          .withFallback(ConfigFactory.load());

  @TempDir Path folder;

  @Test
  void mapsAndEmbeddingsAtOnceAreWhatTheNodeComputed() throws Exception {
    Path program = Files.writeString(folder.resolve("teacher.pt"), "a program");
    int port = freePort();
    ActorSystem<SpawnProtocol.Command> run =
        ActorSystem.create(
            SpawnProtocol.create(), "reflux", ClusterSettings.ofRun(APPLICATION, place(port)));
    InetSocketAddress at = InetSocketAddress.createUnresolved("127.0.0.1", port);
    ActorSystem<Void> node =
        ActorSystem.create(
            Behaviors.empty(), "reflux", ClusterSettings.ofNode(APPLICATION, place(0), at));
    try {
      ActorRef<ToAgent> offered = node.systemActorOf(agent(), "agent", Props.empty());
      ActorRef<ToAgent> agent = Reliably.actor(run, Reliably.text(node, offered));
      ActorRef<Lane.Command> large = lane(run, agent, program, 0);
      ActorRef<Lane.Command> small = lane(run, agent, program, 1);
      List<CompletableFuture<Map<String, HostTensor>>> maps = new ArrayList<>();
      List<CompletableFuture<Map<String, HostTensor>>> embeddings = new ArrayList<>();
      for (int rows = 1; rows <= 16; rows++) {
        maps.add(ask(run, large, rows));
        embeddings.add(ask(run, small, rows));
      }
      for (int rows = 1; rows <= 16; rows++) {
        assertThat(embeddings.get(rows - 1).join()).isEqualTo(answer(1, rows));
        assertThat(maps.get(rows - 1).join()).isEqualTo(answer(0, rows));
      }
    } finally {
      end(node);
      end(run);
    }
  }

  private static void end(ActorSystem<?> system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private ActorRef<Lane.Command> lane(
      ActorSystem<SpawnProtocol.Command> run, ActorRef<ToAgent> agent, Path program, int device)
      throws Exception {
    RemoteLane.Place place =
        new RemoteLane.Place(
            new StageSettings("lane-" + device, "elsewhere cpu", Restarts.NONE),
            agent,
            "nonce",
            device,
            new LaneProgram(
                List.of(
                    new LaneProgram.ProgramFile(
                        "teacher.pt", Sha256.of(program), Files.size(program))),
                "teacher.pt",
                "",
                List.of(),
                1,
                4),
            List.of(program),
            Optional.empty(),
            Optional.empty(),
            run.systemActorOf(Behaviors.ignore(), "board-" + device, Props.empty()),
            false);
    return AskPattern.<SpawnProtocol.Command, ActorRef<Lane.Command>>ask(
            run,
            to ->
                new SpawnProtocol.Spawn<>(
                    RemoteLane.create(place), "lane-" + device, Props.empty(), to),
            PATIENCE,
            run.scheduler())
        .toCompletableFuture()
        .join();
  }

  private static CompletableFuture<Map<String, HostTensor>> ask(
      ActorSystem<?> run, ActorRef<Lane.Command> lane, int rows) {
    Images images = new Images(ByteBuffer.allocateDirect(rows * 3), rows, 1);
    CompletionStage<Map<String, HostTensor>> answer =
        AskPattern.askWithStatus(
            lane, to -> new Lane.Infer(images, "batch " + rows, to), PATIENCE, run.scheduler());
    return answer.toCompletableFuture();
  }

  private Behavior<ToAgent> agent() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(ToAgent.class)
                .onMessage(
                    ToAgent.OpenLane.class,
                    order -> {
                      if (context.getChild("node-" + order.device()).isEmpty()) {
                        context.spawn(NodeLane.create(node(order)), "node-" + order.device());
                      }
                      return Behaviors.same();
                    })
                .build());
  }

  private NodeLane.Dependencies node(ToAgent.OpenLane order) {
    return new NodeLane.Dependencies(
        order,
        new StageSettings(order.lane(), "cpu", Restarts.NONE),
        (lane, program, files) -> new Answering(lane),
        new ProgramStore(folder.resolve("store-" + order.device())),
        new NodeData(Map.of(), Runnable::run),
        PATIENCE,
        () -> {},
        refusal -> {});
  }

  /** Each element is another number: of the lane, the rows and its place. */
  private static Map<String, HostTensor> answer(int device, int rows) {
    return device == 0
        ? Map.of(
            "map", filled(rows, rows, CHANNELS, SIDE, SIDE), "embedding", filled(-rows, rows, 4))
        : Map.of("embedding", filled(rows, rows, 8));
  }

  private static HostTensor filled(int seed, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = seed * 1e6F + i;
    }
    return HostTensor.of(values, shape);
  }

  private static ClusterSpec place(int port) {
    return new ClusterSpec("127.0.0.1", port, "", Optional.empty(), Optional.empty());
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private record Answering(int device) implements FrozenModel {
    @Override
    public Map<String, HostTensor> infer(Images images) {
      return answer(device, images.rows());
    }

    @Override
    public int liveTensors() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
