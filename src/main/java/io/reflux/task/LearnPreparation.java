package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.chance.Chance;
import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.dataset.Splits;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Machine;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.rundir.Digest;
import io.reflux.rundir.InputFiles;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.UnreadableImages;
import io.reflux.sampler.EmbeddingStorage;
import io.reflux.sampler.Sampler;
import io.reflux.stage.Loader;
import io.reflux.stage.PixelSources;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.TeacherRows;
import io.reflux.stage.Trainer;
import io.reflux.stream.Depths;
import io.reflux.teacher.CacheMode;
import io.reflux.train.StudentState;
import io.reflux.train.TrainingLength;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes a learning task ready, from its newest checkpoint if it has one. */
public final class LearnPreparation {
  private final RunDependencies run;
  private final String task;
  private final Learn learn;
  private final ActorRef<StatusBoard.Command> board;
  private final Splits splits;
  private final EvaluationParts.Chosen evaluated;
  private final Sampler sampler;
  private final Chance chance;
  private final Models models;
  private final TrainingLength length;
  private final Optional<TeacherPreparation> teacher;
  private final Map<String, StudentPreparation> students = new LinkedHashMap<>();
  private final PixelSources pixels;
  private final UnreadableImages leftOut;

  public LearnPreparation(RunDependencies run, String task, Learn learn, RunTelemetry telemetry) {
    this.run = run;
    this.task = task;
    this.learn = learn;
    board = telemetry.board();
    splits = run.pipeline().data().dataset().open();
    evaluated = learn.evaluation().parts().of(splits);
    sampler = learn.sampler().over(splits.train());
    chance = run.chance().at("task").at(task);
    models = run.models();
    length = new TrainingLength(learn.epochs(), sampler.stepsPerEpoch());
    teacher = learn.teacher().map(this::teacher);
    StudentPreparation.Task shared = shared();
    learn
        .students()
        .forEach((name, spec) -> students.put(name, new StudentPreparation(spec, shared)));
    leftOut =
        new UnreadableImages(
            run.pipeline().data().unreadableLimit(),
            (image, reason) -> telemetry.leftOut(task, image, reason));
    pixels =
        new PixelSources(
            new PixelSources.Parts(splits.train(), evaluated),
            run.pipeline().data().decode(),
            new PixelSources.Cuts(
                learn.views().recipes(),
                learn.views().test(),
                EvaluationPreparation.probeView(learn.evaluation().metrics())),
            run.pipeline().machine().bytesOfEachPool(),
            run.stages());
  }

  /** All that the scheduler needs to know. */
  public LearnTask order() {
    CheckpointStore store =
        new CheckpointStore(run.directory().task(task), learn.checkpoint().keepLast());
    Optional<Checkpoint> checkpoint = TaskJournal.latest(store);
    long fromStep = checkpoint.map(Checkpoint::step).orElse(0L);
    learn
        .teacher()
        .ifPresent(
            spec -> new InputFiles(run.directory(), task).check(spec.source().files(), fromStep));
    Map<String, StudentState> resumed = new LinkedHashMap<>();
    checkpoint.ifPresent(
        c -> c.students().forEach((name, s) -> resumed.put(name, TaskJournal.restored(s))));
    EvaluationSpec evaluation = learn.evaluation();
    Map<String, Function<StudentState, Supplier<FrozenModel>>> networks = new LinkedHashMap<>();
    Map<String, LearnTask.NetworkFacts> facts = new LinkedHashMap<>();
    students.forEach(
        (name, student) -> {
          networks.put(name, state -> student.evaluated(state, evaluation));
          facts.put(name, student.facts());
        });
    Machine machine = run.pipeline().machine();
    return new LearnTask(
        task,
        milestones(),
        fromStep,
        checkpoint.map(c -> c.scalars().doubles().getOrDefault("seconds", 0.0)).orElse(0.0),
        this::plans,
        stored(fromStep, checkpoint),
        context -> stages(context, resumed),
        new TaskJournal(run.directory(), task, store, fromStep, evaluation.best()),
        Digest.of(run.pipeline().resolved()),
        new Depths(machine.loadAhead(), machine.teachAhead(), machine.journalAhead()),
        run.timeouts(),
        pixels.pixelBudget(),
        fromStep > 0 ? Optional.empty() : teacher.flatMap(t -> t.measured(evaluation)),
        networks,
        resumed,
        surveyings(),
        facts,
        leftOut);
  }

  private Map<String, List<Surveying>> surveyings() {
    Map<String, List<Surveying>> surveyings = new LinkedHashMap<>();
    EpochPlans.Shape endless = new EpochPlans.Shape(Long.MAX_VALUE, 1, 0);
    EpochPlans plans = new EpochPlans(sampler, splits.train(), endless, chance.at("queue"), 0);
    EvaluationSpec evaluation = learn.evaluation();
    students.forEach(
        (name, student) -> {
          List<Surveying> own = new ArrayList<>();
          student.queueFilling(plans, evaluation).ifPresent(own::add);
          student.relabelling(splits.train(), evaluation).ifPresent(own::add);
          surveyings.put(name, own);
        });
    return surveyings;
  }

  private Milestones milestones() {
    long perEpoch = length.stepsPerEpoch();
    return new Milestones(
        length,
        learn.evaluation().every().inSteps(perEpoch),
        learn.checkpoint().every().inSteps(perEpoch));
  }

  private Optional<StoredPlans> stored(long fromStep, Optional<Checkpoint> checkpoint) {
    if (!sampler.needsStorage()) {
      return Optional.empty();
    }
    Map.Entry<String, StudentPreparation> first = students.entrySet().iterator().next();
    EmbeddingStorage empty =
        new EmbeddingStorage(splits.train().size(), first.getValue().facts().embeddingSize());
    Map<String, HostTensor> state = checkpoint.map(TaskJournal::storage).orElse(Map.of());
    return Optional.of(new StoredPlans(plans(fromStep), first.getKey(), empty, state));
  }

  private EpochPlans plans(long fromStep) {
    long steps = (long) length.epochs() * length.stepsPerEpoch();
    EpochPlans.Shape shape = new EpochPlans.Shape(steps, learn.views().count(), period());
    return new EpochPlans(sampler, splits.train(), shape, chance, fromStep);
  }

  private int period() {
    return learn
        .teacher()
        .map(TeacherSpec::cache)
        .filter(cache -> cache.mode() == CacheMode.REPLAY)
        .map(cache -> cache.period())
        .orElse(0);
  }

  private Stages stages(ActorContext<?> context, Map<String, StudentState> resumed) {
    DispatcherSelector ownThread = DispatcherSelector.fromConfig("reflux.native-dispatcher");
    Machine machine = run.pipeline().machine();
    ActorRef<Loader.Command> loader =
        context.spawn(
            Loader.create(
                new Loader.Settings(
                    machine.loaders(), pixels.sources(), run.timeouts().loadRetries()),
                board),
            "loader");
    Optional<ActorRef<TeacherPool.Command>> pool =
        teacher.map(orders -> orders.spawn(context, loader, board));
    Map<String, ActorRef<Trainer.Command>> trainers = new LinkedHashMap<>();
    students.forEach(
        (name, student) ->
            trainers.put(
                name,
                context.spawn(
                    Trainer.create(
                        name, student.loading(Optional.ofNullable(resumed.get(name))), board),
                    "trainer-" + name,
                    ownThread)));
    EvaluationSpec spec = learn.evaluation();
    EvaluationPreparation evaluation =
        new EvaluationPreparation(
            evaluated,
            spec.metrics(),
            spec.batchSize(),
            spec.device(),
            machine.loadAhead(),
            run.timeouts(),
            network -> run.directory().embeddings(task, network));
    return new Stages(loader, pool, trainers, evaluation.spawn(context, loader, leftOut, board));
  }

  private StudentPreparation.Task shared() {
    return new StudentPreparation.Task(
        task,
        length,
        learn.views(),
        splits.train().classes(),
        splits.train().size(),
        teacher.map(TeacherPreparation::rows).orElse(Map.of()),
        sampler.needsStorage() ? learn.students().keySet().iterator().next() : "",
        chance,
        run.chance().at("weights"),
        models,
        run.stages());
  }

  private TeacherPreparation teacher(TeacherSpec spec) {
    TreeSet<String> outputs = new TreeSet<>();
    learn.students().values().forEach(s -> outputs.addAll(s.method().teacherOutputs()));
    boolean clean = spec.cache().mode() == CacheMode.CLEAN;
    List<String> ordered = StudentPreparation.ordered(outputs);
    return new TeacherPreparation(
        spec,
        new TeacherPreparation.Task(
            FrozenSource.of(spec.source(), run),
            ordered,
            clean ? List.of(learn.views().test().side()) : learn.views().sides(learn.taughtViews()),
            new TeacherRows(learn.taughtViews(), clean),
            run.pipeline().data() + " " + (clean ? learn.views().test() : learn.views().shown()),
            chance,
            run.directory(),
            run.stages(),
            run.timeouts()));
  }
}
