package io.reflux.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.train.Clipping;
import io.reflux.train.GroupSettings;
import io.reflux.train.Optimizer;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.ParameterGroup;
import io.reflux.train.Sgd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that is run batch by batch under a clock. */
final class TimedProgram implements AutoCloseable {
  private static final String MEMORY = "optimizer/";

  private final TensorScope scope;
  private final Program program;
  private final NDArray pixels;
  private final Optional<Optimizer> optimizer;

  private TimedProgram(TensorScope scope, Path file, boolean trains, ProgramsBench.Size size)
      throws IOException {
    this.scope = scope;
    program = Program.load(file, scope);
    Shape shape = new Shape(size.images(), size.side(), size.side(), 3);
    pixels = pixels(shape.getShape()).toNative(scope.manager());
    optimizer = trains ? Optional.of(sgd()) : Optional.empty();
  }

  static TimedProgram load(Path file, boolean trains, ProgramsBench.Size size) throws IOException {
    return load(file, trains, size, Device.CPU);
  }

  static TimedProgram load(Path file, boolean trains, ProgramsBench.Size size, Device device)
      throws IOException {
    TensorScope scope = TensorScope.open("bench", device);
    try {
      return new TimedProgram(scope, file, trains, size);
    } catch (IOException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /** The same pixels each time, of no pattern. */
  static HostTensor pixels(long... shape) {
    int count = Math.toIntExact(new Shape(shape).size());
    ByteBuffer values = ByteBuffer.allocateDirect(count);
    for (int i = 0; i < count; i++) {
      values.put((byte) ((i * 2654435761L) >>> 24));
    }
    return new HostTensor(ElementType.UINT8, shape, values.flip());
  }

  /** Weights, buffers, and what the optimizer remembers, by name. */
  Map<String, HostTensor> state() {
    Map<String, HostTensor> all = new LinkedHashMap<>(program.snapshot());
    optimizer.ifPresent(own -> own.state().forEach((key, value) -> all.put(MEMORY + key, value)));
    return all;
  }

  /** Goes on from a {@link #state()}. */
  void restore(Map<String, HostTensor> state) {
    program.restore(state);
    Map<String, HostTensor> remembered = new LinkedHashMap<>();
    state.forEach(
        (key, value) -> {
          if (key.startsWith(MEMORY)) {
            remembered.put(key.substring(MEMORY.length()), value);
          }
        });
    optimizer.ifPresent(own -> own.restore(remembered));
  }

  /** What the program answers now, as numbers. */
  double[] answer() {
    program.eval();
    try (TensorScope message = scope.inner()) {
      return HostTensor.copyOf(Autograd.paused(() -> forward(message))).doubles();
    }
  }

  /** How many native tensors it owns. */
  int liveTensors() {
    return scope.liveTensors();
  }

  /** One batch, in milliseconds. */
  double turn() {
    try (TensorScope message = scope.inner()) {
      long start = System.nanoTime();
      if (optimizer.isPresent()) {
        step(optimizer.get(), message);
      } else {
        Autograd.paused(() -> forward(message)).toFloatArray();
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private void step(Optimizer optimizer, TensorScope message) {
    program.train();
    NDArray answer = forward(message);
    NDArray loss = answer.mul(answer).mean();
    Autograd.backward(loss);
    optimizer.step(1);
    loss.toFloatArray();
  }

  private NDArray forward(TensorScope message) {
    return program.run("forward", new NDList(pixels), message.manager()).head();
  }

  private Optimizer sgd() {
    OptimizerSettings settings =
        new OptimizerSettings(
            new Sgd(0.9, false), new GroupSettings(1e-3, 1e-4), Map.of(), Clipping.NONE, 0, 1, 0);
    List<ParameterGroup> groups = List.of(new ParameterGroup("all", program.parameters()));
    return new Optimizer(settings, groups, scope);
  }

  @Override
  public void close() {
    optimizer.ifPresent(Optimizer::close);
    program.close();
    scope.close();
  }
}
