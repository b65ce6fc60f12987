package io.reflux.network;

import java.util.List;
import java.util.Optional;

/** The input of a head on its own: a batch of vectors, (n, components). */
record Vector(int components) implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    return script.vector();
  }

  @Override
  public Optional<long[]> taken(int side) {
    return Optional.of(new long[] {1, components});
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("the input is no node of its own");
  }
}
