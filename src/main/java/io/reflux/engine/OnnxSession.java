package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model of one input that ONNX Runtime runs on the processor, (n, …) → float32 (n, …). A
 * model of a fixed number of rows is run as often as it takes.
 */
public final class OnnxSession implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = loaded();

  private final Path file;
  private final OrtSession session;

  private OnnxSession(Path file) throws OrtException {
    this.file = file;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(NativeThreads.intraOpThreads());
      session = ENVIRONMENT.createSession(file.toString(), options);
    }
  }

  private static OrtEnvironment loaded() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    NativeExit.beforeLibraries();
    return environment;
  }

  /**
   * Loads a model for the calling thread's share of the processor.
   *
   * @throws InputException if ONNX Runtime doesn't run it
   */
  public static OnnxSession load(Path file) {
    try {
      return new OnnxSession(file);
    } catch (OrtException e) {
      String expected = " (expected: an ONNX model that ONNX Runtime runs)";
      throw new InputException(file + ": " + e.getMessage() + expected, e);
    }
  }

  /** The names of its outputs, in order. */
  public List<String> outputs() {
    return List.copyOf(session.getOutputNames());
  }

  /**
   * Answers some images.
   *
   * @param images float32 or uint8, (n, …)
   * @param names of the outputs that are wanted
   * @return them in the order of the names
   * @throws InputException if the model takes other images, or several inputs, or an output is no
   *     tensor of floating numbers with a row for each image
   */
  public List<HostTensor> run(NDArray images, List<String> names) {
    int rows = Math.toIntExact(images.getShape().get(0));
    List<OnnxRows> all = new ArrayList<>();
    names.forEach(name -> all.add(new OnnxRows(file + ": output " + name, rows)));
    try {
      OnnxInput input = input();
      ByteBuffer values = input.values(images);
      int count = input.rowsAtOnce(rows);
      for (int from = 0; from < rows; from += count) {
        OnnxInput.Piece piece = new OnnxInput.Piece(images, values, from, count);
        try (OnnxTensor tensor = input.piece(ENVIRONMENT, piece);
            OrtSession.Result result =
                session.run(Map.of(inputName(), tensor), new LinkedHashSet<>(names))) {
          for (int i = 0; i < names.size(); i++) {
            all.get(i).put(from, count, result.get(names.get(i)));
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
    return all.stream().map(OnnxRows::tensor).toList();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private String inputName() {
    return session.getInputNames().iterator().next();
  }

  private OnnxInput input() throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    String expected = " (expected: one tensor, the images)";
    if (inputs.size() != 1) {
      throw new InputException(file + ": inputs " + inputs.keySet() + expected);
    }
    TensorInfo info =
        inputs.values().stream()
            .map(NodeInfo::getInfo)
            .filter(TensorInfo.class::isInstance)
            .map(TensorInfo.class::cast)
            .findFirst()
            .orElseThrow(() -> new InputException(file + ": input " + inputName() + expected));
    return new OnnxInput(file + ": input " + inputName(), info);
  }
}
