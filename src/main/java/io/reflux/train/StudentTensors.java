package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Program;
import io.reflux.objective.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a student is, where it lies, by the names under which people are told of it: what goes
 * into its checkpoints.
 */
record StudentTensors(
    Program program,
    Optimizer optimizer,
    MethodTensors method,
    @Nullable MomentumNetwork momentumNetwork) {

  /** Weights and buffers, then what the method trains and remembers, then the network behind. */
  Map<String, NDArray> weights() {
    Map<String, NDArray> all = new LinkedHashMap<>(program.state());
    all.putAll(named(MethodTensors.PREFIX, method.trainableArrays()));
    all.putAll(named("memory ", method.memoryArrays()));
    if (momentumNetwork != null) {
      all.putAll(named("momentum network's ", momentumNetwork.tensors()));
    }
    return all;
  }

  /** What the network gathers without training it. */
  Map<String, NDArray> buffers() {
    Map<String, NDArray> buffers = new LinkedHashMap<>(program.state());
    buffers.keySet().removeAll(program.parameters().keySet());
    return buffers;
  }

  /** A loss's terms, and the loss. */
  static Map<String, NDArray> of(Loss loss) {
    Map<String, NDArray> all = new LinkedHashMap<>(loss.parts());
    all.put("loss", loss.value());
    return all;
  }

  /** What the optimizer remembers. */
  Map<String, NDArray> optimizerState() {
    return named("optimizer's ", optimizer.tensors());
  }

  /** All of it, as after a step: weights, then what the optimizer remembers. */
  Map<String, NDArray> all() {
    Map<String, NDArray> all = weights();
    all.putAll(optimizerState());
    return all;
  }

  private static Map<String, NDArray> named(String what, Map<String, NDArray> tensors) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> named.put(what + name, tensor));
    return named;
  }
}
