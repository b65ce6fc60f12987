package io.reflux.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.node.NodeHost;
import io.reflux.node.Nodes;
import io.reflux.node.TeacherOffer;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.stage.CacheTally;
import io.reflux.stage.LaneAsking;
import io.reflux.stage.Restarts;
import io.reflux.stage.ShownImages;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StageSpawn;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.TeacherReplica;
import io.reflux.stage.TeacherRows;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Watchdog;
import io.reflux.teacher.TaughtBatch;
import io.reflux.view.ViewRecipe;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What nodes add to a teacher's lanes: the very pool, desk and nodes of a run, over the loopback
 * interface, with lanes whose work is a timed wait. What comes out is the throughput as a share of
 * that of all lanes together if none ever waited: which share of the time they have worked, each
 * wait counting for as long as it really took, which on busy cores is longer than it was meant.
 */
public final class NodesBench {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CHUNK = 4;
  private static final int PIECES = 4;
  private static final String HOST = "127.0.0.1";

  private final Config application;
  private final int steps;
  private final double millis;
  private final int side;
  private final List<SimulatedDevice> devices = new CopyOnWriteArrayList<>();

  /**
   * A bench.
   *
   * @param application the machine's settings
   * @param steps how many batches are timed for each lane
   * @param millis how long a lane takes for a piece, a quarter of a batch
   * @param side of the images in pixels
   */
  public NodesBench(Config application, int steps, double millis, int side) {
    this.application = application;
    this.steps = steps;
    this.millis = millis;
    this.side = side;
  }

  /** The share, of so many nodes and as many lanes on each as there are here. */
  public double share(int nodes, int lanes) throws IOException, InterruptedException {
    devices.clear();
    int port = freePort();
    Path folder = Files.createTempDirectory("reflux-bench");
    Path program = Files.writeString(folder.resolve("program"), "simulated");
    ClusterSpec place = place(port);
    Nodes run = Nodes.at(place);
    CompletableFuture<Stages> spawned = new CompletableFuture<>();
    ActorSystem<Void> system = run.start(guardian(lanes, spawned), application);
    List<NodeHost> hosts = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (PixelPool pixels = new PixelPool(1 << 24)) {
      CountDownLatch joined = new CountDownLatch(nodes);
      run.open(system, sentence -> count(sentence, joined));
      Stages stages = spawned.join();
      run.teach(offer(program, lanes), stages.pool(), stages.board());
      for (int node = 0; node < nodes; node++) {
        NodeHost host = host(port, folder.resolve("node-" + node), lanes);
        hosts.add(host);
        threads.add(started(host));
      }
      if (!joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("nodes: " + joined.getCount() + " did not join");
      }
      return share(stages, batch(pixels), (1 + nodes) * lanes);
    } finally {
      hosts.forEach(NodeHost::stop);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      for (Thread thread : threads) {
        thread.join();
      }
      FolderRemoval.of(folder);
    }
  }

  private record Stages(
      ActorRef<TeacherPool.Command> pool, ActorRef<StatusBoard.Command> board, StageAsk ask) {}

  private double share(Stages stages, PixelBatch batch, int lanes) {
    ask(stages, batch, 2, lanes + 1); // until every lane has answered some
    long before = worked();
    long began = System.nanoTime();
    ask(stages, batch, steps, lanes + 1);
    long took = System.nanoTime() - began;
    return (double) (worked() - before) / (lanes * took);
  }

  /** Asks so many times about so many batches at once. */
  private static void ask(Stages stages, PixelBatch batch, int times, int atOnce) {
    List<CompletableFuture<TaughtBatch>> ends = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      CompletableFuture<TaughtBatch> end = teach(stages, batch);
      for (int again = 1; again < times; again++) {
        end = end.thenCompose(taught -> teach(stages, batch));
      }
      ends.add(end);
    }
    ends.forEach(CompletableFuture::join);
  }

  private static CompletableFuture<TaughtBatch> teach(Stages stages, PixelBatch batch) {
    return stages
        .ask
        .<TeacherPool.Command, TaughtBatch>ask(
            stages.pool, PATIENCE, to -> new TeacherPool.Teach(batch, to))
        .toCompletableFuture();
  }

  private Behavior<Void> guardian(int lanes, CompletableFuture<Stages> spawned) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(CHUNK * PIECES * side * side * 3);
    Images images = new Images(pixels, CHUNK * PIECES, side);
    return Behaviors.setup(
        context -> {
          ActorRef<StatusBoard.Command> board = context.spawn(Behaviors.ignore(), "board");
          List<TeacherReplica> replicas = new ArrayList<>();
          for (int lane = 0; lane < lanes; lane++) {
            SimulatedDevice device = device("here-" + lane);
            replicas.add(
                new TeacherReplica(
                    new StageSettings("lane-" + lane, "", Restarts.NONE),
                    () -> new SimulatedTeacher(device)));
          }
          TeacherPool.Dependencies pool =
              new TeacherPool.Dependencies(
                  TeacherReplica.lanes(replicas, NodesBench::computing, board),
                  Optional.empty(),
                  new TeacherRows(List.of(0), false),
                  (batch, rows) -> CompletableFuture.completedFuture(ShownImages.all(images)),
                  new LaneAsking(CHUNK, 0, 0, PATIENCE, LaneAsking.Gathering.NONE, Watchdog.NEVER),
                  new CacheTally());
          spawned.complete(
              new Stages(
                  context.spawn(TeacherPool.create(pool, board), "teachers"),
                  board,
                  StageAsk.of(context.getSystem(), board)));
          return Behaviors.empty();
        });
  }

  private static <M> StageSpawn<M> computing(String name, Behavior<M> stage) {
    return parent ->
        parent.spawn(stage, name, DispatcherSelector.fromConfig("reflux.native-dispatcher"));
  }

  private NodeHost host(int port, Path folder, int lanes) {
    List<Device> devices = Collections.nCopies(lanes, Device.CPU);
    NodeHost.Plan plan =
        new NodeHost.Plan(
            InetSocketAddress.createUnresolved(HOST, port),
            place(0),
            devices,
            0,
            folder,
            NodeHost.Plan.Data.NONE,
            new Timeouts(PATIENCE, PATIENCE, 0, 0, Duration.ZERO, Restarts.NONE, Watchdog.NEVER));
    return new NodeHost(
        application,
        plan,
        (lane, program, files) -> new SimulatedTeacher(device(folder + " " + lane)),
        sentence -> {});
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

  private static TeacherOffer offer(Path program, int lanes) {
    return TeacherOffer.of(
        new TeacherOffer.Lanes(
            number -> "lane-" + number, Collections.nCopies(lanes, Device.CPU), true),
        new TeacherOffer.Written(
            List.of(program), FrozenNetwork.Code.lowered(program, List.of("embedding")), 1, CHUNK),
        Optional.empty());
  }

  private SimulatedDevice device(String name) {
    SimulatedDevice device = new SimulatedDevice(millis, 0, Chance.of(0).at(name));
    devices.add(device);
    return device;
  }

  /** How long all lanes have worked, in nanoseconds. */
  private long worked() {
    return devices.stream().mapToLong(SimulatedDevice::worked).sum();
  }

  private static PixelBatch batch(PixelPool pixels) {
    int[] examples = IntStream.range(0, CHUNK * PIECES).toArray();
    return new BatchLoader(
            new PictureReader(
                SimulatedImages.of(CHUNK * PIECES, SimulatedDevice.instant()),
                new DecodeSettings(1 << 20, false, 1 << 20)),
            List.of(new ViewRecipe(List.of(), SimulatedImages.SIDE)),
            pixels)
        .load(
            new BatchPlan(0, 0, 0, 0, examples, new int[examples.length], 1, Chance.of(0)),
            Runnable::run)
        .toCompletableFuture()
        .join();
  }

  private static void count(String sentence, CountDownLatch joined) {
    if (sentence.contains("has joined")) {
      joined.countDown();
    }
  }

  private static ClusterSpec place(int port) {
    return new ClusterSpec(HOST, port, "", Optional.empty(), Optional.empty());
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
