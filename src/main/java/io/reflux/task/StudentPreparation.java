package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.engine.HostTensor;
import io.reflux.network.FirstWeights;
import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Key;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.objective.Dimensions;
import io.reflux.objective.FittedAxes;
import io.reflux.objective.LossInput;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.ViewSpec;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentState;
import io.reflux.train.TrainingLength;
import io.reflux.train.WeightPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Makes one student of a task ready: its program for training, and one for each evaluation. */
final class StudentPreparation {
  private final StudentSpec spec;
  private final Task task;
  private final Network network;
  private final List<String> outputs;

  /**
   * What a student needs to know of its task.
   *
   * @param name the task's name
   * @param length how long the training is
   * @param views how images are cut
   * @param classes classes of the training split
   * @param examples examples of the training split
   * @param teacherRows the shape of one row of each of the teacher's outputs
   * @param reporting the student whose embeddings are reported step by step; empty for none
   * @param chance the randomness of the task
   * @param weights the randomness of first weights: networks that are alike begin alike
   * @param models where programs are written
   * @param stages makes what stages work with
   */
  record Task(
      String name,
      TrainingLength length,
      ViewSpec views,
      int classes,
      int examples,
      Map<String, long[]> teacherRows,
      String reporting,
      Chance chance,
      Chance weights,
      Models models,
      StageFactory stages,
      MeasuredNetworks measured) {}

  StudentPreparation(StudentSpec spec, Task task) {
    this.spec = spec;
    this.task = task;
    network = spec.network().build();
    Set<String> asked = new TreeSet<>(spec.method().value().studentOutputs());
    spec.method()
        .value()
        .momentum()
        .ifPresent(momentumNetwork -> asked.addAll(momentumNetwork.outputs()));
    outputs = ordered(asked);
  }

  /** Loads the student on the calling thread, fresh or as it was. */
  Supplier<Student> loading(Optional<StudentState> resumed) {
    Lowering lowering = training();
    Map<String, HostTensor> weights =
        resumed
            .map(StudentState::network)
            .orElseGet(() -> FirstWeights.of(spec.network(), network, task.weights()));
    String name = task.name() + "-" + spec.name();
    java.nio.file.Path program = task.models().write(name, network, lowering, weights);
    StudentParts parts =
        new StudentParts(
            program,
            outputs,
            places()::get,
            spec.method().value(),
            dimensions(),
            spec.optimizer(),
            spec.schedule(),
            task.length(),
            spec.place(),
            task.reporting().equals(spec.name()),
            task.chance().at("student").at(spec.name()),
            resumed);
    return () -> task.stages().student(parts);
  }

  /** Where the student is trained, as it is shown. */
  String device() {
    return spec.device().toString();
  }

  /** Loads the student's network as it was at a step, for evaluation. */
  Supplier<FrozenModel> evaluated(StudentState state, EvaluationSpec evaluation) {
    return () -> {
      FrozenModel student = evaluated(state.network(), "evaluated", evaluation);
      return state
          .averaged()
          .<FrozenModel>map(
              mean -> new BesideAverage(student, evaluated(mean, "averaged", evaluation)))
          .orElse(student);
    };
  }

  private FrozenModel evaluated(
      Map<String, HostTensor> weights, String kind, EvaluationSpec evaluation) {
    return ServedSizes.of(
        WeightedParts.of(
            frozen(weights, kind, evaluation, LossInput.EMBEDDING),
            spec.network().head(),
            spec.method().value().weightings()),
        spec.network().head(),
        spec.method().value());
  }

  /** How the student's memory queue is filled, if it begins with something. */
  Optional<QueueFilling> queueFilling(Iterable<BatchPlan> training, EvaluationSpec evaluation) {
    return spec.method()
        .value()
        .filledQueue()
        .map(
            queue ->
                new QueueFilling(
                    queue, training, state -> () -> frozen(state, evaluation, queue.output())));
  }

  /** How the student gets its pseudo-labels, if it learns some. */
  Optional<Relabelling> relabelling(Dataset train, EvaluationSpec evaluation) {
    return spec.method()
        .value()
        .pseudoLabels()
        .map(
            labels ->
                new Relabelling(
                    new LabelSurvey.Settings(
                        labels, train, evaluation.batchSize(), evaluation.device()),
                    state -> () -> frozen(state, evaluation, labels.output()),
                    shape(labels.classifier()),
                    task.chance().at("student").at(spec.name())));
  }

  /** How the student gets the principal axes of its teachers' outputs, if it learns by some. */
  List<Surveying> axesFittings(
      Dataset train, EvaluationSpec evaluation, List<TeacherPreparation> teachers) {
    List<Surveying> fittings = new ArrayList<>();
    for (FittedAxes axes : spec.method().value().fittedAxes()) {
      TeacherPreparation teacher =
          teachers.stream()
              .filter(each -> !each.name().own(Set.of(axes.output())).isEmpty())
              .findFirst()
              .orElseThrow();
      fittings.add(
          new AxesFitting(
              axes.memory(),
              new AxesSurvey.Settings(
                  teacher.name().own(Set.of(axes.output())).iterator().next(),
                  axesOf(axes.memory()),
                  axes.whitened(),
                  train,
                  evaluation.batchSize(),
                  evaluation.device()),
              teacher.loading(evaluation)));
    }
    return fittings;
  }

  /** How many axes a memory holds below the mean. */
  private int axesOf(String memory) {
    return spec.method().value().memories(dimensions()).stream()
        .filter(each -> each.name().equals(memory))
        .mapToInt(each -> Math.toIntExact(each.shape()[0] - 1))
        .findFirst()
        .orElseThrow();
  }

  private FrozenModel frozen(StudentState state, EvaluationSpec evaluation, String output) {
    return frozen(state.network(), "evaluated", evaluation, output);
  }

  private FrozenModel frozen(
      Map<String, HostTensor> weights, String kind, EvaluationSpec evaluation, String output) {
    Lowering lowering = Lowering.lane(evaluation.device(), spec.network().precision(), output);
    String name = task.name() + "-" + spec.name() + "-" + kind;
    java.nio.file.Path program = task.models().write(name, network, lowering, weights);
    Models.Inference inference =
        new Models.Inference(evaluation.device(), evaluation.threads(), evaluation.batchSize());
    return task.measured()
        .load(
            spec.name(),
            List.of(program),
            FrozenNetwork.Code.lowered(program, lowering.outputs()),
            inference,
            () -> Models.load(program, lowering, inference));
  }

  private long[] shape(String trainable) {
    return spec.method().value().trainables(dimensions()).stream()
        .filter(each -> each.name().equals(trainable))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  /** What the summary says of the network. */
  NetworkFacts facts() {
    long parameters =
        network.keys().stream()
            .filter(key -> key.kind().learns() && key.part() != Key.Part.UNUSED)
            .mapToLong(key -> java.util.Arrays.stream(key.shape()).reduce(1, (a, b) -> a * b))
            .sum();
    return new NetworkFacts(parameters, dimensions().embeddingSize());
  }

  private Lowering training() {
    return Lowering.training(spec.network().precision(), outputs.toArray(String[]::new))
        .inParts(spec.place().parts());
  }

  private Dimensions dimensions() {
    List<Integer> seen = spec.method().value().views().student(task.views().count());
    int side = task.views().sides(seen).get(0);
    return new Dimensions(
        task.classes(), task.examples(), network.rowShapes(side), task.teacherRows());
  }

  private Map<String, WeightPlace> places() {
    boolean byDepth = spec.optimizer().layerDecay() != 1;
    Map<String, Integer> below = network.depthsBelow();
    Map<String, WeightPlace> places = new HashMap<>();
    for (Key key : network.keys()) {
      String group = key.part() == Key.Part.EMBEDDING ? "embedding" : "backbone";
      int depths = byDepth ? Objects.requireNonNull(below.get(key.name())) : 0;
      places.put(key.name(), new WeightPlace(group, depths));
    }
    return places;
  }

  /** Outputs in a fixed order, the embedding first. */
  static List<String> ordered(Set<String> names) {
    TreeSet<String> sorted = new TreeSet<>(names);
    sorted.remove(LossInput.EMBEDDING);
    List<String> ordered = new ArrayList<>(List.of(LossInput.EMBEDDING));
    ordered.addAll(sorted);
    return List.copyOf(ordered);
  }
}
