package io.reflux.delivery;

import io.reflux.engine.HostTensor;
import io.reflux.view.ViewRecipe;
import java.nio.ByteBuffer;

/** An exported ONNX model. */
record OnnxModelFile(OnnxFile file, ViewRecipe view) implements OpenModel {
  @Override
  public HostTensor embed(ByteBuffer pixels, int rows) {
    return file.embed(pixels, rows, view.side());
  }

  @Override
  public void close() {
    file.close();
  }
}
