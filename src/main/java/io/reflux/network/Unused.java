package io.reflux.network;

import java.util.List;

/** Tensors that stand in the original's state dictionary and that nothing reads. */
record Unused(List<Key> keys) implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[0];
  }

  @Override
  public String script(Script script, List<String> inputs) {
    throw new IllegalStateException("unused tensors are no part of a program");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("unused tensors are no part of a program");
  }
}
