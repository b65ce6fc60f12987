package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Autograd;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Updates parameters in place from the gradients they have gathered, in one native call a step.
 *
 * <p>What it remembers is its own: {@link #state()} and {@link #restore} carry it through
 * checkpoints, bit for bit. For one thread at a time.
 */
public final class Optimizer implements AutoCloseable {
  /** The slot of a parameter's mean over steps. */
  static final String AVERAGE = "average";

  private final OptimizerSettings settings;
  private final List<ParameterGroup> groups;
  private final TensorScope scope;
  private final Program program;
  private final List<Remembered> remembered = new ArrayList<>();
  private final Optional<MomentumUpdate> averaging;
  private final Optional<SharpnessProgram> uphill;

  /**
   * An optimizer that has taken no step.
   *
   * @param groups what to update; parameters keep their memory, and must outlive the optimizer
   * @param owner the scope that will own its state
   * @throws InputException if the settings name a group that is not there
   */
  public Optimizer(OptimizerSettings settings, List<ParameterGroup> groups, TensorScope owner) {
    this.settings = settings;
    this.groups = List.copyOf(groups);
    Set<String> names = new LinkedHashSet<>();
    groups.forEach(group -> names.add(group.name()));
    for (String name : settings.groups().keySet()) {
      if (!names.contains(name)) {
        throw new InputException(
            "optimizer.groups."
                + name
                + ": no such group (expected: one of "
                + String.join(", ", names)
                + ")");
      }
    }
    this.scope = owner.inner();
    this.program = OptimizerProgram.load(settings.rule(), scope);
    averaging =
        settings.average() > 0
            ? Optional.of(new MomentumUpdate(settings.average(), scope))
            : Optional.empty();
    uphill =
        settings.sharpness() > 0
            ? Optional.of(new SharpnessProgram(settings.sharpness(), scope))
            : Optional.empty();
    begin();
  }

  /**
   * Writes the program that updates by a rule, for whoever runs it elsewhere.
   *
   * @param file where to; replaced if it is there
   */
  public static void writeProgram(UpdateRule rule, Path file) throws IOException {
    OptimizerProgram.archive(rule).write(file);
  }

  /** The learning rate of a group in a step, for the factor that the schedule gives that step. */
  public double learningRate(String group, double factor) {
    return settings.group(group).learningRate() * factor;
  }

  /**
   * Takes a step and sets the gradients to zero. A parameter that no backward pass has reached
   * since the step before is left alone: it isn't decayed, and its state stays.
   *
   * @param factor what the schedule makes of the learning rates in this step
   */
  public void step(double factor) {
    step(factor, Set.of());
  }

  /**
   * As above, for all groups but some, whose gradients are set to zero and nothing else. The means
   * of weights, if there are any, follow in every step.
   *
   * @param frozen the names of groups that stand still
   */
  public void step(double factor, Set<String> frozen) {
    try (TensorScope temporary = scope.inner()) {
      NDManager manager = temporary.manager();
      List<Remembered> reached = new ArrayList<>();
      List<NDArray> gradients = new ArrayList<>();
      long[] counts = new long[groups.size()];
      for (Remembered each : remembered) {
        Optional<NDArray> gradient = Autograd.gradient(each.parameter, manager);
        if (gradient.isPresent() && frozen.contains(groups.get(each.group).name())) {
          each.version = cleared(gradient.get(), manager);
        } else if (gradient.isPresent()) {
          gradients.add(gradient.get());
          reached.add(each);
          counts[each.group]++;
        }
      }
      if (!reached.isEmpty()) {
        update(reached, gradients, counts, factor, manager);
      }
      averaging.ifPresent(mean -> mean.move(slot(AVERAGE), parameters()));
    }
  }

  /**
   * Where the settings are sharpness-aware: moves the weights uphill, gathers gradients there, and
   * puts the weights back, to the bit. The gradients from before are gone.
   *
   * @param frozen the names of groups that stand still
   * @param gathering a backward pass of the same batch
   */
  void uphill(Set<String> frozen, Runnable gathering) {
    uphill.ifPresent(
        way ->
            way.around(
                remembered.stream()
                    .filter(each -> !frozen.contains(groups.get(each.group).name()))
                    .toList(),
                gathering));
  }

  /** Copies of all that is remembered, by {@code <parameter>.<slot>}. */
  public Map<String, HostTensor> state() {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    tensors().forEach((name, array) -> copies.put(name, HostTensor.copyOf(array)));
    return copies;
  }

  /** All that is remembered, where it lies, by the names of {@link #state()}. */
  Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (Remembered each : remembered) {
      each.slots.forEach((slot, array) -> tensors.put(each.key(slot), array));
    }
    return tensors;
  }

  /**
   * Goes on from what another optimizer of the same settings and parameters remembered.
   *
   * @throws InputException if a tensor is missing or has another type or shape
   */
  public void restore(Map<String, HostTensor> state) {
    try (TensorScope temporary = scope.inner()) {
      List<NDArray> own = new ArrayList<>();
      List<NDArray> values = new ArrayList<>();
      for (Remembered each : remembered) {
        each.slots.forEach(
            (slot, array) -> {
              own.add(array);
              values.add(each.checked(slot, state).toNative(temporary.manager()));
            });
      }
      NDManager manager = temporary.manager();
      if (!own.isEmpty()) {
        Autograd.paused(() -> program.call("copy").tensors(own).tensors(values).into(manager));
      }
    }
  }

  /** Frees the state. The parameters stay. */
  @Override
  public void close() {
    averaging.ifPresent(MomentumUpdate::close);
    uphill.ifPresent(SharpnessProgram::close);
    program.close();
    scope.close();
  }

  private void begin() {
    for (int i = 0; i < groups.size(); i++) {
      for (Map.Entry<String, NDArray> each : groups.get(i).parameters().entrySet()) {
        remembered.add(new Remembered(each.getKey(), each.getValue(), i));
      }
    }
    List<NDArray> parameters = parameters();
    if (averaging.isPresent()) {
      for (Remembered each : remembered) {
        NDArray copy = HostTensor.copyOf(each.parameter).toNative(scope.manager());
        each.slots.put(AVERAGE, copy);
      }
    }
    for (UpdateRule.Slot slot : settings.rule().slots()) {
      NDList zeros =
          slot.counter()
              ? counters(parameters.size())
              : Autograd.paused(
                  () -> program.call("zeros").tensors(parameters).into(scope.manager()));
      for (int i = 0; i < zeros.size(); i++) {
        remembered.get(i).slots.put(slot.name(), zeros.get(i));
      }
    }
  }

  private List<NDArray> parameters() {
    return remembered.stream().map(each -> each.parameter).toList();
  }

  private List<NDArray> slot(String name) {
    return remembered.stream().map(each -> Objects.requireNonNull(each.slots.get(name))).toList();
  }

  private NDList counters(int count) {
    NDList zeros = new NDList();
    for (int i = 0; i < count; i++) {
      zeros.add(scope.manager().zeros(new Shape(), DataType.FLOAT32));
    }
    return zeros;
  }

  /** Sets a gradient to zero; answers its version, so that it counts as seen. */
  private long cleared(NDArray gradient, NDManager manager) {
    return Autograd.paused(
        () -> program.call("clear").tensor(gradient).into(manager).head().toLongArray()[0]);
  }

  private void update(
      List<Remembered> reached,
      List<NDArray> gradients,
      long[] counts,
      double factor,
      NDManager manager) {
    List<NDArray> state = new ArrayList<>();
    for (UpdateRule.Slot slot : settings.rule().slots()) {
      reached.forEach(each -> state.add(each.slots.get(slot.name())));
    }
    List<NDArray> parameters = reached.stream().map(each -> each.parameter).toList();
    long[] versions =
        Autograd.paused(
            () ->
                program
                    .call("step")
                    .tensors(parameters)
                    .tensors(gradients)
                    .tensors(state)
                    .wholes(counts)
                    .numbers(perGroup(place -> settings.learningRate(place) * factor))
                    .numbers(perGroup(place -> settings.group(place.group()).weightDecay()))
                    .numbers(settings.rule().constants())
                    .numbers(settings.clipping().value(), settings.clipping().norm())
                    .wholes(reached.stream().mapToLong(each -> each.version).toArray())
                    .into(manager)
                    .head()
                    .toLongArray());
    for (int i = 0; i < reached.size(); i++) {
      reached.get(i).version = versions[i];
    }
  }

  private double[] perGroup(ToDoubleFunction<WeightPlace> number) {
    return groups.stream().mapToDouble(group -> number.applyAsDouble(group.place())).toArray();
  }
}
