package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.Autograd;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.teacher.TaughtBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in training, with its optimizer and all that its method trains and remembers. For one
 * thread: the one that made it.
 */
public final class Student implements AutoCloseable {
  private final StudentParts parts;
  private final TensorScope scope;
  private final Program program;
  private final Optimizer optimizer;
  private final MethodTensors tensors;

  /** Loads the network and makes everything ready for the first step, or for the next one. */
  public Student(StudentParts parts) {
    this.parts = parts;
    NativeThreads.prepare(parts.threads(), true);
    scope = TensorScope.open("student", parts.device());
    try {
      program = Program.load(parts.program(), scope);
      tensors = new MethodTensors(parts.method(), parts.dimensions(), parts.chance(), scope);
      optimizer = new Optimizer(parts.optimizer(), groups(), scope);
      parts.resumed().ifPresent(this::restore);
    } catch (IOException e) {
      scope.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * Takes one step.
   *
   * <p>The network runs; its outputs are copied out of the graph; the loss and its gradient with
   * respect to the copies are computed; the gradient is handed back to the network; the optimizer
   * moves the weights.
   *
   * @throws LossNotFiniteException if the loss is not a finite number; no weight has moved then
   */
  public StepReport step(TaughtBatch batch) {
    long began = System.nanoTime();
    PixelBatch pixels = batch.pixels();
    long step = pixels.plan().globalStep();
    try (TensorScope call = scope.inner()) {
      Map<String, NDArray> outputs = forward(pixels, call);
      Map<String, NDArray> copies = new LinkedHashMap<>();
      outputs.forEach((name, output) -> copies.put(name, Autograd.leaf(output)));
      LossInput input = input(batch, copies, call);
      Loss loss =
          Autograd.recording(
              () -> parts.method().loss(input, parts.chance().at("method").at(step)));
      double value = scalar(loss.value());
      Map<String, Double> terms = new LinkedHashMap<>();
      loss.parts().forEach((name, part) -> terms.put(name, scalar(part)));
      if (!Double.isFinite(value)) {
        throw new LossNotFiniteException(step + 1, value, terms.isEmpty() ? "" : " of " + terms);
      }
      Autograd.backward(loss.value());
      handBack(outputs, copies, call);
      double factor = parts.schedule().factor(step, parts.length());
      optimizer.step(factor);
      tensors.remember(loss.memories());
      double seconds = (System.nanoTime() - began) / 1e9;
      return new StepReport(value, terms, optimizer.learningRate(firstGroup(), factor), seconds);
    }
  }

  /** The student as it is now. */
  public StudentState snapshot() {
    return new StudentState(
        program.snapshot(), optimizer.state(), tensors.trainables(), tensors.memories());
  }

  /** Native tensors owned now. */
  public int liveTensors() {
    return scope.liveTensors();
  }

  @Override
  public void close() {
    optimizer.close();
    program.close();
    scope.close();
  }

  private Map<String, NDArray> forward(PixelBatch pixels, TensorScope call) {
    ByteBuffer memory = pixels.pixels().order(ByteOrder.nativeOrder());
    Shape shape = new Shape(pixels.rows(), pixels.side(), pixels.side(), 3);
    NDArray images = call.manager().create(memory, shape, DataType.UINT8);
    program.train();
    NDList answers =
        Autograd.recording(() -> program.run("forward", new NDList(images), call.manager()));
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      outputs.put(parts.outputs().get(i), answers.get(i));
    }
    return outputs;
  }

  private LossInput input(TaughtBatch batch, Map<String, NDArray> copies, TensorScope call) {
    Map<String, NDArray> teacher = new LinkedHashMap<>();
    batch.teacher().forEach((name, rows) -> teacher.put(name, rows.toNative(call.manager())));
    PixelBatch pixels = batch.pixels();
    return new LossInput(
        copies,
        teacher,
        pixels.labels(),
        pixels.exampleIds(),
        pixels.plan().views(),
        Tuples.NONE,
        MethodTensors.lent(tensors.trainableArrays(), call),
        MethodTensors.lent(tensors.memoryArrays(), call),
        pixels.plan().globalStep());
  }

  /**
   * Runs the network's backward pass once for all outputs: the gradient of {@code sum_i <output_i,
   * g_i>}, where g_i is the loss's gradient with respect to the copy of output i.
   */
  private static void handBack(
      Map<String, NDArray> outputs, Map<String, NDArray> copies, TensorScope call) {
    List<NDArray> reached = new ArrayList<>();
    List<NDArray> gradients = new ArrayList<>();
    outputs.forEach(
        (name, output) ->
            Autograd.gradient(java.util.Objects.requireNonNull(copies.get(name)), call.manager())
                .ifPresent(
                    gradient -> {
                      reached.add(output);
                      gradients.add(gradient);
                    }));
    if (reached.size() == 1) {
      Autograd.backward(reached.get(0), gradients.get(0));
    } else if (!reached.isEmpty()) {
      Autograd.backward(Autograd.recording(() -> innerProducts(reached, gradients)));
    }
  }

  private static NDArray innerProducts(List<NDArray> outputs, List<NDArray> gradients) {
    NDArray sum = outputs.get(0).mul(gradients.get(0)).sum();
    for (int i = 1; i < outputs.size(); i++) {
      sum = sum.add(outputs.get(i).mul(gradients.get(i)).sum());
    }
    return sum;
  }

  private List<ParameterGroup> groups() {
    Map<String, Map<String, NDArray>> byGroup = new LinkedHashMap<>();
    program
        .parameters()
        .forEach(
            (key, array) ->
                byGroup
                    .computeIfAbsent(parts.groupOf().apply(key), g -> new LinkedHashMap<>())
                    .put(key, array));
    tensors.intoGroups(byGroup);
    return byGroup.entrySet().stream()
        .map(group -> new ParameterGroup(group.getKey(), group.getValue()))
        .toList();
  }

  private String firstGroup() {
    return program.parameters().keySet().stream().findFirst().map(parts.groupOf()).orElse("");
  }

  private void restore(StudentState state) {
    program.restore(state.network());
    optimizer.restore(state.optimizer());
    tensors.restore(state.trainables(), state.memories());
  }

  private static double scalar(NDArray array) {
    return array.getDataType() == DataType.FLOAT64 ? array.getDouble() : array.toFloatArray()[0];
  }

  /** A tensor of this student by its key, for tests. */
  HostTensor weight(String key) {
    return HostTensor.copyOf(java.util.Objects.requireNonNull(program.state().get(key)));
  }
}
