package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.Staging;
import io.reflux.engine.TensorScope;
import io.reflux.method.Momentum;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.teacher.TaughtBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network in training, with its optimizer and all that its method trains and remembers. For one
 * thread: the one that made it.
 */
public final class ProgramStudent implements Student {
  private final StudentParts parts;
  private final Crew crew;
  private final TensorScope scope;
  private final Replicas replicas;
  private final Program program;
  private final Drops drops;
  private final List<ParameterGroup> groups;
  private final Optimizer optimizer;
  private final MethodTensors tensors;
  private final LossInputs inputs;
  private final @Nullable MomentumNetwork momentumNetwork;
  private final StudentTensors all;
  private final Magnitudes magnitudes;
  private final Staging staging;

  /** Loads the network and makes everything ready for the first step, or for the next one. */
  public ProgramStudent(StudentParts parts) {
    this.parts = parts;
    crew = new Crew(parts.place());
    scope = crew.scope(0);
    staging = Staging.to(scope.device());
    try {
      replicas = new Replicas(parts, crew);
      program = replicas.program();
      drops = new Drops(program, parts.chance());
      tensors = new MethodTensors(parts, LossInputs.type(program), scope);
      groups = groups();
      optimizer = new Optimizer(parts.optimizer(), groups, scope);
      Momentum momentum = parts.method().momentum().orElse(null);
      momentumNetwork = momentum == null ? null : new MomentumNetwork(momentum, parts, crew);
      inputs = new LossInputs(parts, LossInputs.type(program), tensors, momentumNetwork);
      all = new StudentTensors(program, optimizer, tensors, momentumNetwork);
      magnitudes = new Magnitudes(scope);
      parts.resumed().ifPresent(this::restore);
    } catch (RuntimeException e) {
      crew.close();
      throw e;
    }
  }

  @Override
  public StepReport step(TaughtBatch batch) {
    return step(StepInput.of(batch), StepWatch.NONE);
  }

  /**
   * Takes one step.
   *
   * <p>The network runs; its outputs are copied out of the graph; the loss and its gradient with
   * respect to the copies are computed; the gradient is handed back to the network; the optimizer
   * moves the weights.
   *
   * @param watch sees the step's tensors
   * @throws NotFiniteException if the loss, a gradient or an embedding that is reported is not
   *     finite; no weight has moved then
   */
  public StepReport step(StepInput batch, StepWatch watch) {
    long began = System.nanoTime();
    long step = batch.step();
    watch.at(StepWatch.Part.BEFORE, all::all);
    try (TensorScope call = scope.inner()) {
      Set<String> frozen = parts.optimizer().frozen(step, parts.length());
      replicas.freeze(frozen);
      StepImages images = new StepImages(batch.images(), call, staging);
      Pass pass = forward(images, batch, call);
      LossInput input = inputs.of(batch, images, pass.copies(), call);
      watch.at(StepWatch.Part.TEACHER, input::teacher);
      watch.at(StepWatch.Part.OUTPUT, pass::copies);
      watch.at(StepWatch.Part.BUFFER, all::buffers);
      Loss loss = loss(input);
      watch.at(StepWatch.Part.LOSS, () -> StudentTensors.of(loss));
      double value = finite(loss, pass);
      Autograd.backward(loss.value());
      pass.handBack();
      watch.at(StepWatch.Part.GRADIENT, () -> gradients(Set.of(), call));
      magnitudes.check("gradient of ", gradients(frozen, call));
      optimizer.uphill(frozen, () -> again(batch, images, input, frozen));
      double factor = parts.schedule().factor(step, parts.length()) * batch.rate();
      optimizer.step(factor, frozen);
      replicas.spread();
      if (momentumNetwork != null) {
        momentumNetwork.follow(program);
      }
      tensors.remember(loss.memories());
      watch.at(StepWatch.Part.OPTIMIZER, all::optimizerState);
      watch.at(StepWatch.Part.WEIGHT, all::weights);
      double seconds = (System.nanoTime() - began) / 1e9;
      double rate = optimizer.learningRate(firstGroup(), factor);
      return new StepReport(value, rate, seconds, reported(batch, pass));
    }
  }

  /**
   * Gathers the gradients of a step's batch once more, at the weights as they are now. Nothing is
   * gathered beside them, neither statistics nor memories: those are of the weights that stay.
   */
  private void again(StepInput batch, StepImages images, LossInput input, Set<String> frozen) {
    try (TensorScope call = scope.inner()) {
      Buffers statistics = Buffers.saved(program, call);
      replicas.spread();
      Pass pass = forward(images, batch, call);
      Loss loss = loss(input.withStudent(pass.copies()));
      finite(loss, pass);
      Autograd.backward(loss.value());
      pass.handBack();
      statistics.putBack();
      magnitudes.check("gradient of ", gradients(frozen, call));
    }
  }

  private Loss loss(LossInput input) {
    Chance chance = parts.chance().at("method").at(input.step());
    return Autograd.recording(() -> parts.method().loss(input, chance));
  }

  @Override
  public StudentState snapshot() {
    check();
    return new StudentState(
        program.snapshot(),
        optimizer.state(),
        tensors.trainables(),
        tensors.memories(),
        momentumNetwork == null ? Map.of() : momentumNetwork.state());
  }

  /**
   * Looks whether all that the student is, is finite.
   *
   * @throws NotFiniteException naming what isn't
   */
  void check() {
    magnitudes.check("", all.all());
  }

  @Override
  public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {
    tensors.restore(trainables, memories);
  }

  @Override
  public int liveTensors() {
    return crew.liveTensors() + staging.liveTensors();
  }

  @Override
  public void close() {
    if (momentumNetwork != null) {
      momentumNetwork.close();
    }
    magnitudes.close();
    optimizer.close();
    replicas.close();
    staging.close();
    crew.close();
  }

  /** Those of all groups but some, from the last layer to the first. */
  private Map<String, NDArray> gradients(Set<String> but, TensorScope call) {
    List<Map.Entry<String, NDArray>> wanted = new ArrayList<>();
    for (ParameterGroup group : groups) {
      if (!but.contains(group.name())) {
        wanted.addAll(group.parameters().entrySet());
      }
    }
    Collections.reverse(wanted);
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (Map.Entry<String, NDArray> each : wanted) {
      Autograd.gradient(each.getValue(), call.manager())
          .ifPresent(gradient -> gradients.put(each.getKey(), gradient));
    }
    return gradients;
  }

  /** The loss. A sampler draws by reported embeddings: a loss may leave out those that are NaN. */
  private double finite(Loss loss, Pass pass) {
    double value = scalar(loss.value());
    if (!Double.isFinite(value)) {
      Map<String, Double> terms = new LinkedHashMap<>();
      loss.parts().forEach((name, part) -> terms.put(name, scalar(part)));
      throw NotFiniteException.ofLoss(value, terms);
    }
    if (parts.reporting()) {
      magnitudes.check("", Map.of(LossInput.EMBEDDING, embeddings(pass)));
    }
    return value;
  }

  private static NDArray embeddings(Pass pass) {
    return Objects.requireNonNull(pass.copies().get(LossInput.EMBEDDING));
  }

  private float[] reported(StepInput batch, Pass pass) {
    if (!parts.reporting()) {
      return new float[0];
    }
    try (NDArray first =
        Autograd.paused(() -> ViewRows.rows(embeddings(pass), 0, batch.examples()))) {
      return HostTensor.copyOf(first).to(ElementType.FLOAT32).floats();
    }
  }

  private Pass forward(StepImages images, StepInput batch, TensorScope call) {
    List<Integer> wanted = parts.method().views().student(batch.views());
    replicas.train();
    List<JoinedPass.OneSide> sides =
        images.of(wanted.stream().distinct().toList()).stream()
            .map(
                side ->
                    new JoinedPass.OneSide(
                        side.views(), replicas.pass(shown(side, batch, call), call)))
            .toList();
    return JoinedPass.of(sides, wanted);
  }

  private Shown shown(StepImages.OfOneSide side, StepInput batch, TensorScope call) {
    OptionalInt view = parts.method().turned();
    NDArray rows = side.rows();
    if (view.isPresent() && side.views().contains(view.getAsInt())) {
      int[] ids = batch.ofViews(batch.exampleIds(), List.of(view.getAsInt()));
      rows = QuarterTurns.turned(rows, side.views().indexOf(view.getAsInt()), ids);
    }
    return drops.shown(rows, side.views(), batch.step(), call);
  }

  private List<ParameterGroup> groups() {
    Map<WeightPlace, Map<String, NDArray>> byPlace =
        ParameterGroup.parted(program.parameters(), parts.placeOf());
    tensors.intoGroups(byPlace);
    return ParameterGroup.list(byPlace);
  }

  private String firstGroup() {
    return program.parameters().keySet().stream()
        .findFirst()
        .map(key -> parts.placeOf().apply(key).group())
        .orElse("");
  }

  private void restore(StudentState state) {
    replicas.restore(state.network());
    optimizer.restore(state.optimizer());
    tensors.restore(state.trainables(), state.memories());
    if (momentumNetwork != null) {
      momentumNetwork.restore(state.momentumNetwork());
    }
  }

  private static double scalar(NDArray array) {
    return array.getDataType() == DataType.FLOAT64 ? array.getDouble() : array.toFloatArray()[0];
  }

  /** A tensor of this student by its key, for tests. */
  HostTensor weight(String key) {
    return HostTensor.copyOf(Objects.requireNonNull(program.state().get(key)));
  }
}
