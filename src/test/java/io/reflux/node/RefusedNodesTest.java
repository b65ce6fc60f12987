package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.EngineVersion;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.stage.Restarts;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Watchdog;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.NodeFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of another kind than a run is refused in one sentence, which both sides tell. */
class RefusedNodesTest {
  private static final Config APPLICATION = ConfigFactory.load();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final NodeFacts OWN = LocalFacts.of(List.of(Device.CPU), List.of(), 0);

  @TempDir Path folder;
  private final List<String> atTheRun = new CopyOnWriteArrayList<>();
  private final List<String> atTheNode = new CopyOnWriteArrayList<>();

  /** One real node, which comes again after each run. */
  @Test
  void eachWithItsOwnSentence() throws Exception {
    int port = freePort();
    ActorSystem<Void> run =
        ActorSystem.create(
            Behaviors.empty(), "reflux", ClusterSettings.ofRun(APPLICATION, place(port)));
    NodeHost node = node(port);
    Thread working = started(node);
    try {
      refused(run, facts("0.0", OWN.engine()), Set.of(), Device.Kind.CPU)
          .endsWith(".version: " + OWN.version() + " (expected: 0.0)");
      refused(run, facts(OWN.version(), "libtorch 1.0"), Set.of(), Device.Kind.CPU)
          .endsWith(".libtorch: " + EngineVersion.words() + " (expected: libtorch 1.0)");
      refused(run, OWN, Set.of(), Device.Kind.GPU)
          .contains(".lanes: cpu ")
          .endsWith(" (expected: a gpu, as the teacher's others)");
      refused(run, OWN, Set.of(LocalFacts.computing(Device.CPU) + " tf32"), Device.Kind.CPU)
          .endsWith(".lanes: cpu without more (expected: with tf32, as the teacher's others)");
    } finally {
      node.stop();
      run.terminate();
      run.getWhenTerminated().toCompletableFuture().join();
      working.join();
    }
  }

  /**
   * A run comes, with a teacher; what both sides tell of the node, which then waits for another.
   */
  private org.assertj.core.api.AbstractStringAssert<?> refused(
      ActorSystem<?> run, NodeFacts facts, Set<String> computing, Device.Kind kind)
      throws IOException {
    atTheRun.clear();
    atTheNode.clear();
    Desk.Dependencies dependencies =
        new Desk.Dependencies(facts, false, Proof.by(Optional.empty()), atTheRun::add);
    ActorRef<Desk.Command> desk =
        run.systemActorOf(
            Behaviors.<Desk.Command>setup(
                context -> {
                  ActorRef<TeacherPool.Command> pool = context.spawnAnonymous(Behaviors.ignore());
                  ActorRef<StatusBoard.Command> board = context.spawnAnonymous(Behaviors.ignore());
                  ActorRef<Desk.Command> inner = context.spawnAnonymous(Desk.create(dependencies));
                  inner.tell(new Desk.Teach(offer(computing, kind), pool, board));
                  return Behaviors.receiveMessage(end -> Behaviors.stopped());
                }),
            "desk",
            Props.empty());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> said(atTheRun).isPresent() && said(atTheNode).isPresent());
    String sentence = said(atTheRun).orElseThrow().substring("refused: ".length());
    assertThat(said(atTheNode)).hasValue("refused by the run: " + sentence);
    assertThat(atTheRun).filteredOn(each -> each.startsWith("refused")).hasSize(1);
    desk.tell(new Desk.Leave(new Evaluators.Seat("", false, run.deadLetters())));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> atTheNode.stream().anyMatch(each -> each.startsWith("waiting")));
    return assertThat(sentence).startsWith("node 127.0.0.1:");
  }

  private static Optional<String> said(List<String> sentences) {
    return sentences.stream().filter(each -> each.startsWith("refused")).findFirst();
  }

  private static NodeFacts facts(String version, String engine) {
    return new NodeFacts(version, engine, List.of());
  }

  private static TeacherOffer offer(Set<String> computing, Device.Kind kind) {
    LaneProgram program =
        new LaneProgram(
            List.of(new LaneProgram.ProgramFile("a.pt", "0".repeat(64), 0)),
            "a.pt",
            "",
            List.of(),
            1,
            4);
    return new TeacherOffer(
        number -> "lane-" + number, 1, program, List.of(), kind, computing, Optional.empty());
  }

  private NodeHost node(int port) {
    NodeHost.Plan plan =
        new NodeHost.Plan(
            InetSocketAddress.createUnresolved("127.0.0.1", port),
            place(0),
            List.of(Device.CPU),
            0,
            folder,
            NodeHost.Plan.Data.NONE,
            new Timeouts(PATIENCE, PATIENCE, 0, 0, Duration.ZERO, Restarts.NONE, Watchdog.NEVER));
    return new NodeHost(APPLICATION, plan, NodeModels.on(List.of(Device.CPU)), atTheNode::add);
  }

  private static Thread started(NodeHost host) {
    Thread thread =
        new Thread(
            () -> {
              try {
                host.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.start();
    return thread;
  }

  private static ClusterSpec place(int port) {
    return new ClusterSpec("127.0.0.1", port, "", Optional.empty(), Optional.empty());
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
