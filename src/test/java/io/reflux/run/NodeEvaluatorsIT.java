package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.network.FrozenModel;
import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluations on a node, which is a process of its own, give the numbers of one machine. */
class NodeEvaluatorsIT {
  private static final String[] OFFER = {"--lanes", "cpu", "--evaluators", "1"};

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Series alone = new Series(List.of(), List.of(), new java.util.TreeMap<>());
  private final AtomicInteger here = new AtomicInteger();

  @BeforeAll
  static void runAlone() throws Exception {
    TinyPack.write(shared);
    alone = Series.of(TinyPipeline.ofOneStudent(shared), shared.resolve("alone"));
    assertThat(alone.evaluations()).hasSizeGreaterThan(4);
  }

  /** Nothing is measured here; of the programs there, the teacher's alone is kept. */
  @Test
  void aNodeMeasures() throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = NodeProcess.start(port, folder.resolve("node"), OFFER)) {
      Trial trial = run(port, (run, event) -> {});
      assertThat(Series.of(trial.directory())).isEqualTo(alone);
      assertThat(told(trial))
          .anyMatch(each -> each.endsWith("has joined with 1 lane and 1 evaluator"));
      assertThat(told(trial))
          .filteredOn(each -> each.startsWith("student is measured on node 127.0.0.1:"))
          .hasSize(2);
      assertThat(here).hasValue(0);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> programs(folder.resolve("node/programs")) == 1);
      assertThat(node).isNotNull();
    }
  }

  @Test
  void aNodeThatHasTheDataMakesTheImagesItself() throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = NodeProcess.start(port, folder.resolve("node"), withData())) {
      Trial trial = run(port, (run, event) -> {});
      assertThat(Series.of(trial.directory())).isEqualTo(alone);
      assertThat(told(trial))
          .filteredOn(each -> each.startsWith("student is measured on node 127.0.0.1:"))
          .hasSize(2)
          .allMatch(each -> each.endsWith(", which reads the images itself"));
      assertThat(here).hasValue(0);
      assertThat(node).isNotNull();
    }
  }

  private String[] withData() throws IOException {
    Path copy = TinyPack.write(folder.resolve("copy"));
    List<String> options = new ArrayList<>(List.of(OFFER));
    options.addAll(List.of("--data", "image-folder=" + copy));
    return options.toArray(String[]::new);
  }

  /** The node dies as soon as it has been given a network, which takes it a while to load. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNodeIsKilledInAnEvaluation(boolean data) throws Exception {
    int port = NodeProcess.freePort();
    String[] options = data ? withData() : OFFER;
    try (NodeProcess node = NodeProcess.start(port, folder.resolve("node"), options)) {
      Trial trial =
          run(
              port,
              (run, event) -> {
                if (event.toString().contains("student is measured on")) {
                  node.kill();
                }
              });
      assertThat(Series.of(trial.directory())).isEqualTo(alone);
      assertThat(told(trial)).anyMatch(each -> each.startsWith("student is measured here on: "));
      assertThat(here).hasValue(2);
    }
  }

  /** No task begins before the node has joined. */
  private Trial run(int port, Trial.Meddler meddler) throws Exception {
    CountDownLatch joined = new CountDownLatch(1);
    StageFactory stages =
        new StageFactory() {
          @Override
          public Student student(StudentParts parts) {
            await(joined);
            return super.student(parts);
          }

          @Override
          public FrozenModel measured(Supplier<? extends FrozenModel> loading) {
            here.incrementAndGet();
            return super.measured(loading);
          }
        };
    Pipeline pipeline = TinyPipeline.ofOneStudent(shared, "cluster { port = " + port + " }");
    return Trial.of(
        pipeline,
        folder.resolve("run"),
        stages,
        (run, event) -> {
          if (event.toString().contains("has joined")) {
            joined.countDown();
          }
          meddler.heard(run, event);
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(3, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long programs(Path store) throws IOException {
    try (Stream<Path> programs = Files.list(store)) {
      return programs.count();
    }
  }

  private static List<String> told(Trial trial) {
    return trial.heard(RunEvent.Told.class).stream().map(RunEvent.Told::sentence).toList();
  }
}
