package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import java.util.Map;
import java.util.function.Supplier;

/** A whole batch at once: the graph is kept from the way there to the way back. */
final class WholePass implements Pass {
  private final Map<String, NDArray> outputs;
  private final Map<String, NDArray> copies;
  private final boolean frozen;
  private final TensorScope call;

  /**
   * Runs.
   *
   * @param run answers the outputs by name
   * @param frozen whether some of the network's parameters are
   */
  WholePass(Supplier<Map<String, NDArray>> run, boolean frozen, TensorScope call) {
    outputs = Autograd.recording(run);
    copies = Pass.leaves(outputs);
    this.frozen = frozen;
    this.call = call;
  }

  @Override
  public Map<String, NDArray> copies() {
    return copies;
  }

  @Override
  public void handBack() {
    Pass.backward(outputs, Pass.gradients(copies, call), frozen);
  }
}
