package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.network.FrozenModel;
import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.StageFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes on nodes, which are processes of their own, give the numbers of one machine. */
class NodesIT {
  /** Batches of eight examples have two views: four pieces for a batch. */
  private static final String CHUNKS = "shared.chunk = 4";

  private static final String AT_TARGET = "StepTaken[task=target, progress=StepProgress[epoch=1, ";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NODES_ONLY = "shared.nodes-only = true";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Series alone = new Series(List.of(), List.of(), new java.util.TreeMap<>());
  private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void runAlone() throws Exception {
    TinyPack.write(shared);
    alone = Series.of(TinyPipeline.ofOneStudent(shared, CHUNKS), shared.resolve("alone"));
    assertThat(alone.losses()).hasSize(2 * TinyPipeline.STEPS);
  }

  @AfterEach
  void end() {
    nodes.forEach(NodeProcess::close);
  }

  /** A third one shows the certificate of somebody else. */
  @Test
  void ofTwoNodesOverTlsAndNoLaneHere() throws Exception {
    int port = NodeProcess.freePort();
    Path secret = Files.writeString(folder.resolve("secret"), "a secret");
    NodeCertificate own = NodeCertificate.in(folder, "own");
    start(port, options(NodeCertificate.in(folder, "other"), secret, "cpu"));
    start(port, options(own, secret, "cpu,cpu"));
    start(port, options(own, secret, "cpu"));
    Trial trial =
        Trial.of(
            pipeline(NODES_ONLY, cluster(port), "cluster.secret = \"" + secret + "\"", own.hocon()),
            folder.resolve("run"));
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
    assertThat(told(trial)).anyMatch(each -> each.contains("has joined with 2 lanes"));
    assertThat(folder.resolve("node-0/node.out"))
        .content()
        .contains("waiting for a run")
        .doesNotContain("at work");
  }

  private static String[] options(NodeCertificate certificate, Path secret, String lanes) {
    List<String> options = new ArrayList<>(certificate.options());
    options.addAll(List.of("--secret", secret.toString(), "--lanes", lanes));
    return options.toArray(String[]::new);
  }

  @Test
  void ofALaneHereAndTwoOnANode() throws Exception {
    int port = NodeProcess.freePort();
    start(port, "--lanes", "cpu,cpu");
    Trial trial = runOnceTold("has joined", cluster(port));
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
  }

  @Test
  void oneNodeIsKilledAndThenTheLastAndAnotherComes() throws Exception {
    int port = NodeProcess.freePort();
    NodeProcess first = start(port);
    NodeProcess last = start(port);
    CountDownLatch waited = new CountDownLatch(1);
    Trial trial =
        Trial.of(
            pipeline(NODES_ONLY, cluster(port), "machine { load-ahead = 1, teach-ahead = 1 }"),
            folder.resolve("run"),
            new StageFactory(),
            (run, event) -> {
              if (event.toString().startsWith(AT_TARGET + "step=3")) {
                first.kill();
              } else if (event.toString().startsWith(AT_TARGET + "step=5")) {
                last.kill();
                new Thread(() -> startWhenNobodyIsLeft(run, port, waited)).start();
              }
            });
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
    assertThat(waited.getCount()).isZero();
    // How soon the second death is noticed, before the run's end or after it, is the machine's.
    assertThat(told(trial)).filteredOn(each -> each.endsWith("asked of others")).isNotEmpty();
    // So is whether one that is killed had joined before.
    assertThat(told(trial)).filteredOn(each -> each.contains("has joined")).hasSizeBetween(2, 3);
  }

  private void startWhenNobodyIsLeft(RunHandle run, int port, CountDownLatch waited) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                run.status().get().toCompletableFuture().join().stage("teachers").stream()
                    .anyMatch(stage -> stage.doing().startsWith("waiting for a node")));
    start(port);
    waited.countDown();
  }

  /** One reads a copy, one where the run has it; one of them is killed. */
  @Test
  void ofNodesThatHaveTheData() throws Exception {
    int port = NodeProcess.freePort();
    Path copy = TinyPack.write(folder.resolve("copy"));
    NodeProcess killed = start(port, "--data", "image-folder=" + copy);
    start(port, "--data", "image-folder", "--loaders", "1");
    Trial trial =
        Trial.of(
            pipeline(NODES_ONLY, cluster(port)),
            folder.resolve("run"),
            new StageFactory(),
            (run, event) -> {
              if (event.toString().startsWith(AT_TARGET + "step=4")) {
                killed.kill();
              }
            });
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
    assertThat(told(trial)).anyMatch(each -> each.matches(".* lanes?, and reads image-folder"));
  }

  @Test
  void aNodeOfOtherDataIsRefused() throws Exception {
    int port = NodeProcess.freePort();
    Path other = TinyPack.write(folder.resolve("other"));
    Files.delete(TinyPack.image(other, 2, 1));
    start(port, "--data", "image-folder=" + other, "--lanes", "cpu,cpu");
    Trial trial = runOnceTold("refuses this run", cluster(port));
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
    String sentence = "node.data image-folder: 47 images of another digest, ";
    assertThat(told(trial)).filteredOn(each -> each.contains(sentence)).hasSize(1);
    assertThat(folder.resolve("node-0/node.out")).content().contains("refused: " + sentence);
  }

  @Test
  void aNodeThatDoesNotKnowTheSecretIsRefused() throws Exception {
    int port = NodeProcess.freePort();
    Path secret = Files.writeString(folder.resolve("run.secret"), "one\n");
    Path other = Files.writeString(folder.resolve("node.secret"), "another\n");
    start(port, "--secret", other.toString());
    Trial trial =
        runOnceTold("refused: node ", cluster(port), "cluster.secret = \"" + secret + "\"");
    assertThat(Series.of(trial.directory())).isEqualTo(alone);
    assertThat(told(trial))
        .anyMatch(each -> each.endsWith(".secret: another (expected: the run's)"));
    assertThat(folder.resolve("node-0/node.out"))
        .content()
        .contains("refused by the run: node 127.0.0.1");
  }

  /** Runs; the lane here begins once something has been told. */
  private Trial runOnceTold(String sentence, String... changes) throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    StageFactory stages =
        new StageFactory() {
          @Override
          public FrozenModel teacher(Supplier<? extends FrozenModel> loading) {
            await(heard);
            return super.teacher(loading);
          }
        };
    return Trial.of(
        pipeline(changes),
        folder.resolve("run"),
        stages,
        (run, event) -> {
          if (event.toString().contains(sentence)) {
            heard.countDown();
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private NodeProcess start(int port, String... options) {
    NodeProcess node = NodeProcess.start(port, folder.resolve("node-" + nodes.size()), options);
    nodes.add(node);
    return node;
  }

  private static Pipeline pipeline(String... changes) throws Exception {
    List<String> all = new ArrayList<>(List.of(changes));
    all.add(CHUNKS);
    return TinyPipeline.ofOneStudent(shared, all.toArray(String[]::new));
  }

  private static List<String> told(Trial trial) {
    return trial.heard(RunEvent.Told.class).stream().map(RunEvent.Told::sentence).toList();
  }

  private static String cluster(int port) {
    return "cluster { port = " + port + " }";
  }
}
