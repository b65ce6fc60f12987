package io.reflux.network;

import java.util.List;
import java.util.Optional;

/** The input of a backbone: a batch of images, (n, 3, height, width), normalised. */
record Image() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    return script.image();
  }

  @Override
  public Optional<long[]> taken(int side) {
    return Optional.of(new long[] {1, 3, side, side});
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("the input is no node of its own");
  }
}
