package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.stage.Lane;
import io.reflux.stage.Restarts;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Watchdog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose lane hangs in native code when its run ends waits for the next one all the same. */
class HangingNodeTest {
  private static final Config APPLICATION =
      ConfigFactory.parseString("reflux.leaving = 1 s").withFallback(ConfigFactory.load());
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> said = new CopyOnWriteArrayList<>();

  @Test
  void theNextRunFindsIt() throws Exception {
    int port = freePort();
    NodeHost node = node(port);
    Thread working = new Thread(() -> run(node));
    working.start();
    try {
      ActorSystem<Void> first = run(port);
      Desk.Teach teach =
          new Desk.Teach(
              offer(),
              first.systemActorOf(asking(), "pool", Props.empty()),
              first.systemActorOf(Behaviors.ignore(), "board", Props.empty()));
      first.systemActorOf(desk(), "desk", Props.empty()).tell(teach);
      asked.await();
      ended(first);
      ActorSystem<Void> second = run(port);
      second.systemActorOf(desk(), "desk", Props.empty());
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> said.stream().filter(each -> each.contains("has joined")).count() == 2);
      ended(second);
    } finally {
      end.countDown();
      node.stop();
      working.join();
    }
    assertThat(said).filteredOn(each -> each.startsWith("refused")).isEmpty();
  }

  private static void run(NodeHost node) {
    try {
      node.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Behavior<Desk.Command> desk() throws Exception {
    return Desk.create(
        new Desk.Dependencies(
            LocalFacts.of(List.of(), List.of(), 0), false, Proof.by(Optional.empty()), said::add));
  }

  /** Asks each lane something as soon as it is there. */
  private static Behavior<TeacherPool.Command> asking() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(TeacherPool.Command.class)
                .onMessage(
                    TeacherPool.LaneCame.class,
                    came -> {
                      ActorRef<Lane.Command> lane = came.lane().below(context);
                      Images images = new Images(ByteBuffer.allocateDirect(3), 1, 1);
                      lane.tell(
                          new Lane.Infer(images, "batch 1", context.getSystem().deadLetters()));
                      return Behaviors.same();
                    })
                .build());
  }

  private TeacherOffer offer() throws Exception {
    Path program = Files.writeString(folder.resolve("teacher.pt"), "a program");
    return TeacherOffer.of(
        new TeacherOffer.Lanes(number -> "lane-" + number, List.of(Device.CPU), true),
        new TeacherOffer.Written(
            List.of(program), FrozenNetwork.Code.lowered(program, List.of("embedding")), 1, 1),
        Optional.empty());
  }

  private static ActorSystem<Void> run(int port) {
    return ActorSystem.create(
        Behaviors.empty(), "reflux", ClusterSettings.ofRun(APPLICATION, place(port)));
  }

  private static void ended(ActorSystem<?> system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private NodeHost node(int port) {
    NodeHost.Plan plan =
        new NodeHost.Plan(
            InetSocketAddress.createUnresolved("127.0.0.1", port),
            place(0),
            List.of(Device.CPU),
            0,
            folder.resolve("programs"),
            NodeHost.Plan.Data.NONE,
            new Timeouts(PATIENCE, PATIENCE, 0, 0, Duration.ZERO, Restarts.NONE, Watchdog.NEVER));
    return new NodeHost(APPLICATION, plan, (lane, program, files) -> new Hanging(), each -> {});
  }

  private static ClusterSpec place(int port) {
    return new ClusterSpec("127.0.0.1", port, "", Optional.empty(), Optional.empty());
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Hangs until the test is over. */
  private final class Hanging implements FrozenModel {
    @Override
    public Map<String, HostTensor> infer(Images images) {
      asked.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Map.of();
    }

    @Override
    public int liveTensors() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
