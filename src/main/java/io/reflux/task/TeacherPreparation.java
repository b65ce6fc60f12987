package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.EngineVersion;
import io.reflux.engine.Numerics;
import io.reflux.network.FrozenModel;
import io.reflux.node.Nodes;
import io.reflux.node.OfferedImages;
import io.reflux.node.TeacherOffer;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.TeacherName;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.setting.Sha256;
import io.reflux.stage.Cache;
import io.reflux.stage.CacheTally;
import io.reflux.stage.LaneAsking;
import io.reflux.stage.Loader;
import io.reflux.stage.Split;
import io.reflux.stage.StageFactory;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StageSpawn;
import io.reflux.stage.TeacherImages;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.TeacherReplica;
import io.reflux.stage.TeacherRows;
import io.reflux.stage.Timeouts;
import io.reflux.teacher.Answerer;
import io.reflux.teacher.CacheContent;
import io.reflux.teacher.CacheMode;
import io.reflux.teacher.CacheNote;
import io.reflux.teacher.CacheSettings;
import io.reflux.teacher.CachedOutput;
import io.reflux.teacher.FeatureCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes the teacher of a task ready: its program, its lanes, its cache. */
final class TeacherPreparation {
  private final NamedTeacher teacher;
  private final TeacherSpec spec;
  private final Task task;
  private final FrozenSource.Wanted wanted;
  private final FrozenSource.Written program;
  private final Map<String, long[]> rows;

  /**
   * What a teacher needs to know of its task.
   *
   * @param model who teaches
   * @param outputs what the methods read of it, the embedding first
   * @param lane how many images a lane computes at once, and how many batches come at once
   * @param shownSides the sides in pixels of what it is shown, each once
   * @param asked which rows of each batch it looks at
   * @param shown what it is shown
   * @param chance the randomness of the task
   * @param tally counts its answers
   * @param directory the run's files
   * @param stages makes what stages work with
   * @param nodes lanes on other machines, if the run takes any
   * @param timeouts how long answers may take
   */
  record Task(
      FrozenSource model,
      List<String> outputs,
      Chunks lane,
      List<Integer> shownSides,
      TeacherRows asked,
      Shown shown,
      Chance chance,
      CacheTally tally,
      RunDirectory directory,
      StageFactory stages,
      Nodes nodes,
      Timeouts timeouts) {}

  /**
   * What a teacher is shown, for its cache and for nodes.
   *
   * @param digest of all that turns an example into pixels; asked for only if a cache is opened,
   *     since it looks at every example
   * @param note what people call it
   * @param images all that the task shows, for nodes that have the data
   */
  record Shown(Supplier<String> digest, CacheNote note, OfferedImages images) {}

  /**
   * How a teacher's lanes are asked.
   *
   * @param images how many a lane computes at once
   * @param depth how many batches are at the teacher at once
   */
  record Chunks(int images, int depth) {}

  TeacherPreparation(NamedTeacher teacher, Task task) {
    this.teacher = teacher;
    spec = teacher.spec();
    this.task = task;
    wanted =
        new FrozenSource.Wanted(task.outputs(), spec.precision(), spec.folded(), spec.devices());
    Device tried = spec.nodesOnly() ? Device.CPU : spec.devices().get(0);
    rows = TeacherShapes.of(task.model(), task.outputs(), task.shownSides(), tried);
    program = task.model().write(programName(), wanted);
  }

  /** The shape of one row of each output, by the words of those who learn from it. */
  Map<String, long[]> rows() {
    return name().address(rows);
  }

  /** Whose it is. */
  TeacherName name() {
    return teacher.name();
  }

  private String programName() {
    return name().of("teacher") + "-" + spec.source().words();
  }

  /** The teacher as the evaluator loads it, to measure it; empty if that isn't asked for. */
  Optional<MeasuredTeacher> measured(EvaluationSpec evaluation) {
    return spec.measure()
        ? Optional.of(new MeasuredTeacher(name(), loading(evaluation)))
        : Optional.empty();
  }

  /** Loads the teacher where students are evaluated. */
  Supplier<FrozenModel> loading(EvaluationSpec evaluation) {
    Models.Inference inference =
        new Models.Inference(evaluation.device(), evaluation.threads(), task.lane().images());
    boolean onProcessors = spec.devices().stream().allMatch(each -> each.kind() == Device.Kind.CPU);
    if (evaluation.device().kind() != Device.Kind.CPU && onProcessors) {
      FrozenSource.Wanted there =
          new FrozenSource.Wanted(
              wanted.outputs(), wanted.precision(), wanted.folded(), List.of(evaluation.device()));
      FrozenSource.Written written = task.model().write(programName() + "-measured", there);
      return measuredAs(written, inference);
    }
    return measuredAs(program, inference);
  }

  private Supplier<FrozenModel> measuredAs(
      FrozenSource.Written written, Models.Inference inference) {
    return () ->
        new MeasuredNetworks(task.nodes(), task.stages(), task.timeouts(), task.shown().images())
            .load(name().of("teacher"), written, inference);
  }

  /** Spawns the pool; lanes and cache are its children. */
  ActorRef<TeacherPool.Command> spawn(StageSpawner spawner, ActorRef<Loader.Command> loader) {
    List<TeacherReplica> replicas = new ArrayList<>();
    for (int i = 0; i < spec.devices().size() && !spec.nodesOnly(); i++) {
      replicas.add(replica(i));
    }
    TeacherPool.Dependencies dependencies =
        new TeacherPool.Dependencies(
            TeacherReplica.lanes(replicas, spawner::computingBelow, spawner.board()),
            spec.cache().mode() == CacheMode.OFF ? Optional.empty() : Optional.of(cache(spawner)),
            task.asked(),
            spec.cache().mode() == CacheMode.CLEAN
                ? new CleanImages(spawner.ask(), loader, task.timeouts().answer())
                : TeacherImages.samePixels(),
            new LaneAsking(
                task.lane().images(),
                spec.retries(),
                task.timeouts().laneFailures(),
                task.timeouts().answer(),
                gathering(),
                task.timeouts().watchdog()),
            task.tally());
    ActorRef<TeacherPool.Command> pool =
        spawner.shared(name().of("teachers"), TeacherPool.create(dependencies, spawner.board()));
    if (task.nodes().areTaken()) {
      task.nodes().teach(offer(), pool, spawner.board());
    }
    return pool;
  }

  private TeacherOffer offer() {
    return TeacherOffer.of(
        new TeacherOffer.Lanes(
            number -> name().of("lane", number), spec.devices(), !spec.nodesOnly()),
        new TeacherOffer.Written(
            program.files(), program.code(), spec.threadsPerLane(), task.lane().images()),
        Optional.of(task.shown().images().of(task.asked().clean() ? Split.CLEAN : Split.TRAIN)));
  }

  /** Without a cache all is missing: chunks are whole but for a batch's last. */
  private LaneAsking.Gathering gathering() {
    return spec.cache().mode() == CacheMode.OFF
        ? LaneAsking.Gathering.NONE
        : new LaneAsking.Gathering(task.lane().depth(), task.timeouts().gathering());
  }

  private TeacherReplica replica(int number) {
    Device device = spec.devices().get(number);
    Models.Inference inference =
        new Models.Inference(device, spec.threadsPerLane(), task.lane().images());
    Supplier<FrozenModel> loading =
        () -> task.stages().teacher(() -> program.loading().apply(inference));
    StageSettings settings =
        new StageSettings(name().of("lane", number), device.toString(), task.timeouts().restarts());
    return new TeacherReplica(settings, loading);
  }

  private StageSpawn<Cache.Command> cache(StageSpawner spawner) {
    StageSettings settings = new StageSettings(name().of("cache"), "", task.timeouts().restarts());
    return spawner.writingBelow(
        settings.stage(), Cache.create(settings, cacheFiles(), spawner.board()));
  }

  private Cache.Files cacheFiles() {
    List<CachedOutput> outputs = new ArrayList<>();
    rows.forEach(
        (name, row) ->
            outputs.add(
                new CachedOutput(name, Arrays.stream(row).mapToObj(Math::toIntExact).toList())));
    return new Cache.Files(
        () -> task.stages().cache(() -> open(spec.cache(), outputs)),
        List.copyOf(outputs),
        task.tally());
  }

  private FeatureCache open(CacheSettings settings, List<CachedOutput> outputs) {
    Path shared = task.directory().root().resolve(settings.directory());
    Path folder = shared.resolve(name().text());
    boolean clean = settings.mode() == CacheMode.CLEAN;
    String draws = clean ? "clean" : "drawn from " + task.chance();
    CacheContent content =
        new CacheContent(
            answerer().text(),
            Sha256.of(task.shown().digest().get() + " " + draws),
            outputs,
            settings.elementType());
    try {
      FeatureCache cache = FeatureCache.open(folder, content, settings.shardBytes());
      cache.describe(task.shown().note(), task.directory().root());
      return cache;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": the feature cache can't be opened", e);
    }
  }

  private Answerer answerer() {
    return new Answerer(
        program.digest(),
        task.lane().images(),
        spec.devices().stream().map(Numerics::words).collect(Collectors.toSet()),
        spec.devices().get(0).kind() == Device.Kind.CPU ? spec.threadsPerLane() : 1,
        EngineVersion.words(),
        RunSummary.ownVersion());
  }
}
