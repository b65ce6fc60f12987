package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import java.util.Map;

/** A whole batch at once: the graph is kept from the way there to the way back. */
final class WholePass implements Pass {
  private final Map<String, NDArray> outputs;
  private final Map<String, NDArray> copies;
  private final TensorScope call;

  WholePass(Runner runner, NDArray images, TensorScope call) {
    outputs = Autograd.recording(() -> runner.run(images, call));
    copies = Pass.leaves(outputs);
    this.call = call;
  }

  @Override
  public Map<String, NDArray> copies() {
    return copies;
  }

  @Override
  public void handBack() {
    Pass.backward(outputs, Pass.gradients(copies, call));
  }
}
