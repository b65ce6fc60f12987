package io.reflux.delivery;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.network.Lowering;
import io.reflux.network.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds an ONNX model, as it was written, to the program of the same network. */
final class OnnxCheck {
  private static final int ROWS = 3;
  private static final float TOLERANCE = 1e-4f;

  private OnnxCheck() {}

  /**
   * Shows both some noise; the number of rows is not the one that it was written for.
   *
   * @throws IOException if an embedding differs by more than 1e-4 of the largest number, or of 1
   */
  static void check(Path onnx, Deliverable model) throws IOException {
    int side = model.side();
    ByteBuffer pixels = noise(ROWS * side * side * 3);
    float[] expected = expected(model, pixels);
    float[] actual;
    try (OnnxFile file = ModelFiles.onnx(onnx, 1)) {
      actual = file.embed(pixels, ROWS, side).floats();
    }
    float largest = 1;
    float difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    if (!(difference <= TOLERANCE * largest)) {
      throw new IOException(
          onnx
              + ": in ONNX Runtime embeddings differ by "
              + difference
              + " (expected: at most "
              + TOLERANCE * largest
              + " from the program's)");
    }
  }

  private static float[] expected(Deliverable model, ByteBuffer pixels) throws IOException {
    Path program = Files.createTempFile("reflux-", ".pt");
    try {
      model
          .network()
          .lower(
              Lowering.inference(Precision.FLOAT32, ScriptModel.EMBEDDING),
              model.weights().tensors(),
              program);
      OpenModel.Place place = new OpenModel.Place(Device.CPU, 1, ROWS);
      try (OpenModel script = ModelFiles.lowered(program, model.description().view(), place)) {
        return script.embed(pixels, ROWS).floats();
      }
    } finally {
      Files.deleteIfExists(program);
    }
  }

  private static ByteBuffer noise(int bytes) {
    Draws draws = Chance.of(0).at("onnx").draws();
    ByteBuffer noise = ByteBuffer.allocateDirect(bytes);
    while (noise.hasRemaining()) {
      noise.put((byte) draws.nextInt(256));
    }
    return noise.flip();
  }
}
