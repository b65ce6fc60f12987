package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.intake.Storage;
import io.reflux.intake.StoragePatience;
import io.reflux.node.Nodes;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.ModelSource;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.TeacherName;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.run.RunLauncher;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.OwedWrites;
import io.reflux.rundir.RunAttempt;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunTables;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TimelineFile;
import io.reflux.setting.Named;
import io.reflux.stage.CacheCounts;
import io.reflux.stage.Restarts;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageFactory;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TimelineWriter;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two teachers of one student: nothing that they have collides, and each says what it would. */
class TwoTeachersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Besides the pipeline's own teacher, whose embeddings have 16 numbers. */
  private static final String SMALL_TEACHER =
      """
      shared.cache { mode = replay, period = 1 }
      tasks += { name = other
        train {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 12 }
          method { type = proxy-anchor }
          sampler { batch-size = 8, images-per-class = 2 }
          views = ${shared.views}
          epochs = 1
          evaluate { metrics = ${shared.metrics} }
        } }
      """;

  private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());

  @TempDir static Path folder;

  private static Pipeline pipeline;
  private static RunDirectory directory;

  @BeforeAll
  static void trainBoth() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    pipeline = TinyPipeline.ofOneStudent(pack, SMALL_TEACHER);
    directory = RunDirectory.in(folder.resolve("run"));
    new RunLauncher(pipeline, directory).run(new Deaf());
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void nothingOfTheirsCollides() {
    TeacherSpec big = teacher("source");
    TeacherSpec small = teacher("other");
    Outcome alone = learn("alone", Set.of("embedding"), new NamedTeacher(TeacherName.NONE, big));
    Outcome both =
        learn(
            "both",
            Set.of("big/embedding", "small/embedding"),
            new NamedTeacher(new TeacherName("big"), big),
            new NamedTeacher(new TeacherName("small"), small));

    assertThat(both.taught).hasSize(TinyPipeline.STEPS);
    for (int step = 0; step < TinyPipeline.STEPS; step++) {
      Map<String, HostTensor> said = both.taught.get(step);
      assertThat(said).containsOnlyKeys("big/embedding", "small/embedding");
      assertThat(tensor(said, "big/embedding").shape()[1]).isEqualTo(16);
      assertThat(tensor(said, "small/embedding").shape()[1]).isEqualTo(12);
    }
    assertThat(both.summary.teacher())
        .containsOnlyKeys("big/recall@1", "big/map@r", "small/recall@1", "small/map@r")
        .containsEntry("big/map@r", alone.summary.teacher().get("map@r"));
    assertThat(both.summary.busyShares())
        .containsKeys("teachers-big", "teachers-small", "lane-big-0", "lane-small-0")
        .containsKeys("cache-big", "cache-small");
    assertThat(both.caches).containsOnlyKeys("cache-big", "cache-small");
    assertThat(both.caches.values())
        .allSatisfy(counts -> assertThat(counts.hits()).isPositive())
        .extracting(counts -> counts.hits() + counts.misses())
        .as("each was asked about the same rows")
        .containsOnly((both.summary.cacheHits() + both.summary.cacheMisses()) / 2);
    assertThat(alone.summary.busyShares()).containsKeys("teachers", "lane-0", "cache");
    Path cache = directory.root().resolve(big.cache().directory());
    assertThat(cache.resolve("big")).isNotEmptyDirectory();
    assertThat(cache.resolve("small")).isNotEmptyDirectory();
  }

  @Test
  void eachSaysWhatItWouldSayAlone() throws IOException {
    NamedTeacher big = new NamedTeacher(new TeacherName("big"), teacher("source"));
    NamedTeacher small = new NamedTeacher(new TeacherName("small"), teacher("other"));
    Outcome both = learn("together", Set.of("big/embedding", "small/embedding"), big, small);
    deleteTheTask("together"); // the same task once more: names are part of the randomness
    Outcome onlySmall = learn("together", Set.of("small/embedding"), small);
    for (int step = 0; step < TinyPipeline.STEPS; step++) {
      float[] beside = tensor(both.taught.get(step), "small/embedding").floats();
      assertThat(tensor(onlySmall.taught.get(step), "small/embedding").floats()).isEqualTo(beside);
    }
  }

  private static void deleteTheTask(String task) throws IOException {
    try (Stream<Path> files = Files.walk(directory.task(task))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static HostTensor tensor(Map<String, HostTensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name));
  }

  /** What a task came to, and what its student was told at each step. */
  private record Outcome(
      TaskSummary summary, Map<String, CacheCounts> caches, List<Map<String, HostTensor>> taught) {}

  /** Trains the pipeline's student by other teachers. */
  private static Outcome learn(String task, Set<String> outputs, NamedTeacher... teachers) {
    List<Map<String, HostTensor>> taught = Collections.synchronizedList(new ArrayList<>());
    RunDirectory files = RunDirectory.in(directory.root());
    RunDependencies run =
        new RunDependencies(
            pipeline,
            files,
            new RunTables(files),
            new RunAttempt(RunJournal.open(files, InstantSource.system()), Allowance.NONE),
            new StageFactory(),
            new Timeouts(PATIENCE, PATIENCE, 0, 0, Duration.ZERO, Restarts.NONE, Watchdog.NEVER),
            new OwedWrites.Limits(StoragePatience.NONE, 1 << 20, PATIENCE),
            Nodes.none(),
            Storage.WITHOUT_PATIENCE);
    ActorRef<StatusBoard.Command> board =
        KIT.spawn(
            StatusBoard.create(
                new StatusBoard.Settings(
                    "two-teachers",
                    files.root().toString(),
                    new Watchdog(PATIENCE, PATIENCE, PATIENCE, 1),
                    System::nanoTime),
                new StatusBoard.Hearers(
                    new Deaf(), KIT.spawn(TimelineWriter.create(new TimelineFile(files))))));
    TestProbe<TaskOutcome> outcome = KIT.createTestProbe(TaskOutcome.class);
    RunTelemetry telemetry = new RunTelemetry(board, new Deaf());
    LearnPreparation.Learning learning =
        new LearnPreparation.Learning(task, target(outputs, taught), List.of(teachers));
    int before = TensorScope.liveInProcess();
    ActorRef<DistillationScheduler.Command> scheduler =
        KIT.spawn(
            DistillationScheduler.create(
                () -> new LearnPreparation(run, learning, telemetry).task(),
                new TaskReporting(telemetry, outcome.getRef()::tell)));
    outcome.expectTerminated(scheduler, PATIENCE);
    TaskOutcome came = outcome.receiveMessage();
    assertThat(came).isInstanceOf(TaskOutcome.Finished.class);
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
    TestProbe<RunStatus> asker = KIT.createTestProbe();
    board.tell(new StatusBoard.GetStatus(asker.getRef()));
    Map<String, CacheCounts> caches = asker.receiveMessage().progress().caches();
    return new Outcome(((TaskOutcome.Finished) came).summary(), caches, List.copyOf(taught));
  }

  /** The pipeline's distillation by a method that asks for some teachers' outputs. */
  private static Learn target(Set<String> outputs, List<Map<String, HostTensor>> taught) {
    Learn target = (Learn) pipeline.tasks().get(1).work();
    StudentSpec spec = target.students().values().iterator().next();
    StudentSpec other =
        new StudentSpec(
            spec.name(),
            spec.network(),
            spec.networkText(),
            new Named<>(
                spec.method().name(),
                new MethodOfSeveralTeachers(spec.method().value(), outputs, taught)),
            spec.optimizer(),
            spec.schedule(),
            spec.place());
    return new Learn(
        target.teachers(),
        Map.of(spec.name(), other),
        target.sampler(),
        target.views(),
        target.epochs(),
        target.evaluation(),
        target.checkpoint());
  }

  /** The pipeline's teacher, or the same with another model. */
  private static TeacherSpec teacher(String task) {
    TeacherSpec spec =
        ((Learn) pipeline.tasks().get(1).work()).teachers().values().iterator().next();
    return new TeacherSpec(
        new ModelSource.Student(task, task, "best"),
        spec.precision(),
        spec.folded(),
        spec.devices(),
        false,
        spec.threadsPerLane(),
        spec.batchSize(),
        spec.cache(),
        true,
        spec.retries());
  }

  private static final class Deaf implements RunListener {
    @Override
    public void started(RunHandle run) {}

    @Override
    public void heard(RunEvent event) {}
  }
}
