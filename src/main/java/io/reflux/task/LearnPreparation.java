package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.chance.Chance;
import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.checkpoint.Retention;
import io.reflux.dataset.Splits;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Numerics;
import io.reflux.intake.WaitingTime;
import io.reflux.node.OfferedImages;
import io.reflux.pipeline.CheckpointSpec;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pace;
import io.reflux.pipeline.TeacherName;
import io.reflux.rundir.ChangesFile;
import io.reflux.rundir.OwedWrites;
import io.reflux.rundir.StoredStates;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TaskTotals;
import io.reflux.sampler.EmbeddingStorage;
import io.reflux.sampler.Sampler;
import io.reflux.setting.Sha256;
import io.reflux.stage.CacheTally;
import io.reflux.stage.Loader;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Trainer;
import io.reflux.stream.Depths;
import io.reflux.train.StudentState;
import io.reflux.train.TrainingLength;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a learning task ready, from its newest checkpoint if it has one. */
public final class LearnPreparation {
  private final RunDependencies run;
  private final String task;
  private final Learn learn;
  private final Splits splits;
  private final Sampler sampler;
  private final Chance chance;
  private final TrainingLength length;
  private final List<NamedTeacher> named;
  private final List<TeacherPreparation> teachers;
  private final Map<String, StudentPreparation> students = new LinkedHashMap<>();
  private final Pace pace;
  private final ImageStages images;
  private final OfferedImages offered;
  private final TaskNotes notes;
  private final CacheTally cached = new CacheTally();

  public LearnPreparation(RunDependencies run, String task, Learn learn, RunTelemetry telemetry) {
    this(
        run,
        new Learning(
            task,
            learn,
            learn.teachers().entrySet().stream()
                .map(each -> new NamedTeacher(each.getKey(), each.getValue()))
                .toList()),
        telemetry);
  }

  /** A task whose teachers are named. */
  record Learning(String task, Learn learn, List<NamedTeacher> teachers) {}

  LearnPreparation(RunDependencies run, Learning learning, RunTelemetry telemetry) {
    this.run = run;
    task = learning.task();
    notes = new TaskNotes(run.attempt().journal(), telemetry, task);
    learn = learning.learn();
    named = learning.teachers();
    splits = run.pipeline().data().open();
    offered = new OfferedImages(run.pipeline(), task, splits);
    sampler = learn.sampler().over(splits.train());
    chance = run.chance().at("task").at(task);
    length = new TrainingLength(learn.epochs(), sampler.stepsPerEpoch());
    pace = run.pace(learn);
    // Plans by the embeddings of the steps before wait for those.
    int depth = sampler.needsStorage() ? 1 : pace.teachAhead();
    TaughtTask taught =
        new TaughtTask(
            run,
            task,
            learn,
            new TaughtTask.Batches(splits.train(), offered, chance, depth),
            cached);
    teachers = named.stream().map(taught::teacher).toList();
    StudentPreparation.Task shared = shared();
    learn
        .students()
        .forEach((name, spec) -> students.put(name, new StudentPreparation(spec, shared)));
    EvaluationSpec evaluation = learn.evaluation();
    images =
        new ImageStages(
            run,
            task,
            new ImageStages.Images(
                splits.train(),
                learn.views().recipes(),
                learn.views().test(),
                EvaluationWork.of(evaluation, evaluation.parts().of(splits), embedded()),
                pace),
            telemetry);
  }

  /** All that the scheduler needs to know. */
  public LearnTask task() {
    CheckpointStore store = new CheckpointStore(run.directory().task(task), retention());
    Optional<Checkpoint> checkpoint = new CheckpointSearch(run, task, store, notes).find();
    long fromStep = checkpoint.map(Checkpoint::step).orElse(0L);
    Map<String, StudentState> resumed = new LinkedHashMap<>();
    checkpoint.ifPresent(
        c -> c.students().forEach((name, s) -> resumed.put(name, StoredStates.restored(s))));
    return new LearnTask(
        task,
        schedule(fromStep, checkpoint),
        ledger(store, fromStep, checkpoint),
        fromStep > 0 ? List.of() : measured(),
        students.keySet().stream().map(name -> subject(name, resumed)).toList(),
        spawner -> stages(spawner, resumed));
  }

  private TrainingSchedule schedule(long fromStep, Optional<Checkpoint> checkpoint) {
    return new TrainingSchedule(
        new Agenda(
            milestones(),
            new CheckpointClock(learn.checkpoint().interval(), System::nanoTime),
            new ChangesFile(run.directory(), task).read()),
        fromStep,
        sampler.needsStorage() ? stored(fromStep, checkpoint) : plans(fromStep),
        new Depths(pace.loadAhead(), pace.teachAhead(), pace.journalAhead()),
        run.timeouts());
  }

  private Map<String, String> computing() {
    Map<String, String> words = new LinkedHashMap<>();
    learn.students().forEach((name, student) -> words.put(name, Numerics.words(student.device())));
    return words;
  }

  private TaskLedger ledger(CheckpointStore store, long fromStep, Optional<Checkpoint> checkpoint) {
    Consumer<String> repaired =
        sentence -> notes.note(TaskNotes.What.own("repaired"), fromStep, List.of(sentence));
    TaskTotals before = checkpoint.map(c -> TaskTotals.of(c.scalars())).orElse(TaskTotals.NONE);
    images.unreadable().restore(before.unreadable());
    OwedWrites writes = new OwedWrites(run.writing(), WaitingTime.OF_THE_MACHINE, notes::disk);
    return new TaskLedger(
        new TaskJournal(
            run.tables(),
            task,
            store,
            new TaskJournal.Opening(
                fromStep,
                learn.evaluation().best(),
                writes,
                repaired,
                computing(),
                milestones()::evaluateAfter,
                learn.teachers().keySet(),
                before.teacher())),
        new ChangesFile(run.directory(), task),
        Sha256.of(run.pipeline().resolved()),
        before,
        cached,
        images.unreadable(),
        images.pixelBudget());
  }

  private List<MeasuredTeacher> measured() {
    return teachers.stream().flatMap(each -> each.measured(learn.evaluation()).stream()).toList();
  }

  private StudentSubject subject(String name, Map<String, StudentState> resumed) {
    StudentPreparation student = java.util.Objects.requireNonNull(students.get(name));
    EvaluationSpec evaluation = learn.evaluation();
    List<Surveying> surveyings = new ArrayList<>();
    student.queueFilling(queuePlans(), evaluation).ifPresent(surveyings::add);
    student.relabelling(splits.train(), evaluation).ifPresent(surveyings::add);
    surveyings.addAll(student.axesFittings(splits.train(), evaluation, teachers));
    return new StudentSubject(
        name,
        student.facts(),
        state -> student.evaluated(state, evaluation),
        Optional.ofNullable(resumed.get(name)),
        surveyings);
  }

  private Milestones milestones() {
    long perEpoch = length.stepsPerEpoch();
    return new Milestones(
        length,
        learn.evaluation().every().inSteps(perEpoch),
        learn.checkpoint().every().inSteps(perEpoch));
  }

  private Retention retention() {
    CheckpointSpec.Keep keep = learn.checkpoint().keep();
    return new Retention(keep.last(), keep.best(), keep.every().inSteps(length.stepsPerEpoch()));
  }

  private StoredPlans stored(long fromStep, Optional<Checkpoint> checkpoint) {
    Map.Entry<String, StudentPreparation> first = students.entrySet().iterator().next();
    EmbeddingStorage empty =
        new EmbeddingStorage(splits.train().size(), first.getValue().facts().embeddingSize());
    Map<String, HostTensor> state = checkpoint.map(StoredStates::storage).orElse(Map.of());
    return new StoredPlans(plans(fromStep), first.getKey(), empty, state);
  }

  private EpochPlans plans(long fromStep) {
    long steps = (long) length.epochs() * length.stepsPerEpoch();
    EpochPlans.Shape shape =
        new EpochPlans.Shape(
            steps, learn.views().count(), NamedTeacher.period(named), learn.views().mixup());
    return new EpochPlans(sampler, splits.train(), shape, chance, fromStep);
  }

  /** Training batches without an end, for queues that begin with something. */
  private EpochPlans queuePlans() {
    EpochPlans.Shape endless = new EpochPlans.Shape(Long.MAX_VALUE, 1, 0);
    return new EpochPlans(sampler, splits.train(), endless, chance.at("queue"), 0);
  }

  /** Where the teacher's embeddings lie, once it has been measured. */
  private Optional<Path> embedded() {
    return named.stream()
        .filter(each -> each.spec().measure())
        .findFirst()
        .map(each -> run.directory().embeddings(task, each.name().of("teacher")));
  }

  private Stages stages(StageSpawner spawner, Map<String, StudentState> resumed) {
    ActorRef<Loader.Command> loader = images.loader(spawner);
    Map<TeacherName, ActorRef<TeacherPool.Command>> pools = new LinkedHashMap<>();
    teachers.forEach(each -> pools.put(each.name(), each.spawn(spawner, loader)));
    Map<String, ActorRef<Trainer.Command>> trainers = new LinkedHashMap<>();
    students.forEach(
        (name, student) ->
            trainers.put(
                name,
                spawner.computing(
                    "trainer-" + name,
                    Trainer.create(
                        name,
                        student.device(),
                        student.loading(Optional.ofNullable(resumed.get(name))),
                        spawner.board()))));
    return new Stages(loader, pools, trainers, images.evaluator(spawner, loader));
  }

  private StudentPreparation.Task shared() {
    Map<String, long[]> teacherRows = new LinkedHashMap<>();
    teachers.forEach(each -> teacherRows.putAll(each.rows()));
    return new StudentPreparation.Task(
        task,
        length,
        learn.views(),
        splits.train().classes(),
        splits.train().size(),
        teacherRows,
        sampler.needsStorage() ? learn.students().keySet().iterator().next() : "",
        chance,
        run.chance().at("weights"),
        run.models(task),
        run.stages(),
        run.measured(offered));
  }
}
