package io.reflux.delivery;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An ONNX model that takes pixels, run by ONNX Runtime on the processor. */
final class OnnxFile implements AutoCloseable {
  private static final String INPUT = "input";

  private final Path file;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OnnxFile(Path file, int threads) throws OrtException {
    this.file = file;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(file.toString(), options);
    }
  }

  /**
   * Opens a model.
   *
   * @throws IOException if it isn't one that ONNX Runtime runs, or differs from its checksum
   */
  static OnnxFile open(Path file, int threads) throws IOException {
    OnnxSeal.check(file);
    try {
      return new OnnxFile(file, threads);
    } catch (OrtException e) {
      throw new IOException(
          file + ": " + e.getMessage() + " (expected: an ONNX model that ONNX Runtime runs)", e);
    }
  }

  /** A line of the model's own description. */
  Optional<String> metadata(String key) {
    try {
      return session.getMetadata().getCustomMetadataValue(key);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** The embeddings of uint8 pixels (rows, side, side, 3). */
  HostTensor embed(ByteBuffer pixels, int rows, int side) {
    long[] shape = {rows, side, side, 3};
    ByteBuffer own = pixels.slice().limit(rows * side * side * 3);
    try (OnnxTensor input = OnnxTensor.createTensor(environment, own, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(INPUT, input))) {
      OnnxTensor answer = (OnnxTensor) result.get(0);
      FloatBuffer values = answer.getFloatBuffer();
      float[] embeddings = new float[values.remaining()];
      values.get(embeddings);
      return HostTensor.of(embeddings, answer.getInfo().getShape());
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private IllegalStateException failed(OrtException e) {
    return new IllegalStateException(file + ": " + e.getMessage(), e);
  }
}
