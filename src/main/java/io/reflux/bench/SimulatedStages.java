package io.reflux.bench;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Storage;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.stage.Cache;
import io.reflux.stage.CacheTally;
import io.reflux.stage.LaneAsking;
import io.reflux.stage.Loader;
import io.reflux.stage.PixelSources;
import io.reflux.stage.Restarts;
import io.reflux.stage.Split;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageFactory;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StageSpawn;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherImages;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.TeacherReplica;
import io.reflux.stage.TeacherRows;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Trainer;
import io.reflux.stage.Watchdog;
import io.reflux.stream.Depths;
import io.reflux.stream.LearnStages;
import io.reflux.stream.LearnStream;
import io.reflux.stream.StepDone;
import io.reflux.teacher.CacheContent;
import io.reflux.teacher.CachedOutput;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.view.ViewRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The very stages of a distillation, loader, cache, teacher's lanes and trainer, and the stream
 * that joins them; but storage and networks are simulated devices. What steps do is not written
 * down.
 */
final class SimulatedStages implements AutoCloseable {
  /** How many pieces of work for the lanes a batch is. */
  static final int PIECES = 4;

  /** How many images a batch has. */
  static final int ROWS = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LOAD_AHEAD = 4;
  private static final long POOL_BYTES = 1 << 24;
  private static final long SHARD_BYTES = 1 << 20;
  private static final List<CachedOutput> OUTPUTS =
      List.of(new CachedOutput("embedding", List.of(1)));
  private static final Props COMPUTING = DispatcherSelector.fromConfig("reflux.native-dispatcher");
  private static final Props WRITING = DispatcherSelector.fromConfig("reflux.file-dispatcher");

  private final ActorSystem<Void> system;
  private final PixelSources pixels;
  private final Stages stages;
  private final Depths depths;

  /**
   * Where images come from.
   *
   * @param storage works for each image
   * @param loaders how many are read at once
   */
  record Images(SimulatedDevice storage, int loaders) {}

  /**
   * What is simulated.
   *
   * @param lanes a device for each lane, which works for each of a batch's pieces
   * @param student works for each batch
   * @param features the folder of the teacher's cache; empty if every answer is computed
   */
  record Setup(
      Images images,
      List<SimulatedDevice> lanes,
      SimulatedDevice student,
      Optional<Path> features) {}

  /** The actors. */
  private record Stages(
      ActorRef<Loader.Command> loader,
      ActorRef<TeacherPool.Command> teachers,
      ActorRef<Trainer.Command> trainer,
      StageAsk ask) {}

  private SimulatedStages(
      ActorSystem<Void> system, PixelSources pixels, Stages stages, Depths depths) {
    this.system = system;
    this.pixels = pixels;
    this.stages = stages;
    this.depths = depths;
  }

  /** Starts the stages. */
  static SimulatedStages of(Setup setup) {
    PixelSources pixels = pixels(setup.images());
    CompletableFuture<Stages> spawned = new CompletableFuture<>();
    ActorSystem<Void> system = ActorSystem.create(guardian(setup, pixels, spawned), "simulated");
    return new SimulatedStages(
        system,
        pixels,
        spawned.join(),
        new Depths(LOAD_AHEAD, setup.lanes().size() + 1, LOAD_AHEAD));
  }

  /** Learns from so many batches, as a run does, and tells of each that is done. */
  void learn(int steps, Consumer<StepDone> done) {
    LearnStages each =
        new LearnStages(
            this::load,
            this::teach,
            Map.of("student", this::train),
            step -> {
              done.accept(step);
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    new LearnStream(each, depths)
        .over(() -> IntStream.range(0, steps).mapToObj(SimulatedStages::plan).iterator())
        .run(system)
        .end()
        .toCompletableFuture()
        .join();
  }

  /** Has the loader alone load so many batches, and tells when one is done. */
  void load(int batches, Runnable done) {
    alone(
        batches,
        depths.load(),
        step -> load(plan(step)).thenAccept(PixelBatch::release).thenRun(done));
  }

  /** Has the teacher alone answer to so many batches. */
  void teach(int batches, Runnable done) {
    PixelBatch batch = load(plan(0)).toCompletableFuture().join();
    alone(batches, depths.teach(), step -> teach(batch).thenRun(done));
    batch.release();
  }

  /** Has the student alone take so many steps, the next one always at hand. */
  void train(int batches, Runnable done) {
    PixelBatch batch = load(plan(0)).toCompletableFuture().join();
    TaughtBatch taught = new TaughtBatch(batch, Map.of());
    alone(batches, 2, step -> train(taught).thenRun(done));
    batch.release();
  }

  private void alone(int batches, int atOnce, Function<Integer, CompletionStage<Void>> stage) {
    Source.range(0, batches - 1)
        .mapAsync(atOnce, step -> stage.apply(step).thenApply(nothing -> step))
        .runWith(Sink.ignore(), system)
        .toCompletableFuture()
        .join();
  }

  private CompletionStage<PixelBatch> load(BatchPlan plan) {
    return stages.ask.ask(stages.loader, PATIENCE, to -> new Loader.Load(Split.TRAIN, plan, to));
  }

  private CompletionStage<TaughtBatch> teach(PixelBatch batch) {
    return stages.ask.ask(stages.teachers, PATIENCE, to -> new TeacherPool.Teach(batch, to));
  }

  private CompletionStage<StepReport> train(TaughtBatch taught) {
    return stages.ask.ask(stages.trainer, PATIENCE, to -> new Trainer.Train(taught, false, to));
  }

  private static BatchPlan plan(int step) {
    int[] examples = IntStream.range(0, ROWS).toArray();
    return new BatchPlan(0, 0, step, step, examples, new int[ROWS], 1, Chance.of(0));
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    pixels.close();
  }

  private static PixelSources pixels(Images images) {
    SimulatedImages all = SimulatedImages.of(ROWS, images.storage());
    ViewRecipe view = new ViewRecipe(List.of(), SimulatedImages.SIDE);
    return new PixelSources(
        new PixelSources.Parts(all, new EvaluationParts.Chosen(all, all, "all", "all")),
        new PixelSources.Reading(new DecodeSettings(1 << 20, false, 0), Storage.WITHOUT_PATIENCE),
        new PixelSources.Cuts(List.of(view), view, Optional.empty()),
        POOL_BYTES,
        new StageFactory());
  }

  private static Behavior<Void> guardian(
      Setup setup, PixelSources pixels, CompletableFuture<Stages> spawned) {
    Timeouts timeouts =
        new Timeouts(PATIENCE, PATIENCE, 0, 0, Duration.ZERO, Restarts.NONE, Watchdog.NEVER);
    return Behaviors.setup(
        context -> {
          ActorRef<StatusBoard.Command> board = context.spawn(Behaviors.ignore(), "board");
          Loader.Settings loader = new Loader.Settings(setup.images().loaders(), pixels, timeouts);
          spawned.complete(
              new Stages(
                  context.spawn(Loader.create(loader, board), "loader"),
                  context.spawn(TeacherPool.create(pool(setup, board), board), "teachers"),
                  context.spawn(
                      Trainer.create(
                          "student", "", () -> new SimulatedStudent(setup.student()), board),
                      "trainer",
                      COMPUTING),
                  StageAsk.of(context.getSystem(), board)));
          return Behaviors.empty();
        });
  }

  private static TeacherPool.Dependencies pool(Setup setup, ActorRef<StatusBoard.Command> board) {
    List<TeacherReplica> replicas = new ArrayList<>();
    for (SimulatedDevice each : setup.lanes()) {
      replicas.add(replica(each, replicas.size()));
    }
    CacheTally tally = new CacheTally();
    return new TeacherPool.Dependencies(
        TeacherReplica.lanes(replicas, SimulatedStages::computing, board),
        setup.features().map(folder -> cache(folder, tally, board)),
        new TeacherRows(List.of(0), false),
        TeacherImages.samePixels(),
        new LaneAsking(ROWS / PIECES, 0, 0, PATIENCE, LaneAsking.Gathering.NONE, Watchdog.NEVER),
        tally);
  }

  private static TeacherReplica replica(SimulatedDevice device, int lane) {
    return new TeacherReplica(
        new StageSettings("lane-" + lane, "", Restarts.NONE), () -> new SimulatedTeacher(device));
  }

  private static <M> StageSpawn<M> computing(String name, Behavior<M> stage) {
    return parent -> parent.spawn(stage, name, COMPUTING);
  }

  private static StageSpawn<Cache.Command> cache(
      Path folder, CacheTally tally, ActorRef<StatusBoard.Command> board) {
    Cache.Files files = new Cache.Files(() -> opened(folder), OUTPUTS, tally);
    StageSettings settings = new StageSettings("cache", "", Restarts.NONE);
    return parent -> parent.spawn(Cache.create(settings, files, board), "cache", WRITING);
  }

  private static FeatureCache opened(Path folder) {
    try {
      return FeatureCache.open(
          folder,
          new CacheContent("simulated", "simulated", OUTPUTS, ElementType.FLOAT32),
          SHARD_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
