package io.reflux.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.OnnxRuntime;
import io.reflux.engine.OnnxSession;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A loaded file that answers with an output or several. For one thread. */
interface Answering extends AutoCloseable {

  /** The asked outputs by name, owned by the input's manager. */
  Map<String, NDArray> answers(NDArray input);

  @Override
  void close();

  /**
   * Loads the file of a code.
   *
   * @throws InputException if it is an ONNX model without an asked output, or not for the
   *     processor, or ONNX Runtime is missing
   */
  static Answering open(FrozenNetwork.Code code, TensorScope scope) throws IOException {
    if (!ForeignProgram.isOnnx(code.archive())) {
      Program program =
          code.input() == null
              ? Program.load(code.archive(), scope)
              : Program.loadAnybodys(code.archive(), scope);
      return new OfProgram(program, code);
    }
    if (scope.device().kind() != Device.Kind.CPU) {
      throw new InputException(
          code.archive() + " on " + scope.device() + " (expected: cpu, for ONNX)");
    }
    OnnxRuntime.demand(code.archive().toString());
    OnnxSession session = OnnxSession.load(code.archive());
    try {
      return OfOnnx.of(session, code);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** A TorchScript program. */
  record OfProgram(Program program, FrozenNetwork.Code code) implements Answering {
    @Override
    public Map<String, NDArray> answers(NDArray input) {
      NDList all = program.infer(new NDList(input));
      Map<String, NDArray> answers = new LinkedHashMap<>();
      for (FrozenNetwork.Answer each : code.answers()) {
        answers.put(each.name(), each.in(all, code.archive()));
      }
      return answers;
    }

    @Override
    public void close() {
      program.close();
    }
  }

  /**
   * An ONNX model.
   *
   * @param session that runs it
   * @param names our name of each output that is asked for, by the model's
   */
  record OfOnnx(OnnxSession session, Map<String, String> names) implements Answering {

    static OfOnnx of(OnnxSession session, FrozenNetwork.Code code) {
      List<String> outputs = session.outputs();
      Map<String, String> names = new LinkedHashMap<>();
      for (FrozenNetwork.Answer each : code.answers()) {
        names.put(each.name(), each.among(outputs, code.archive()));
      }
      return new OfOnnx(session, names);
    }

    @Override
    public Map<String, NDArray> answers(NDArray input) {
      List<HostTensor> rows = session.run(input, List.copyOf(names.values()));
      Map<String, NDArray> answers = new LinkedHashMap<>();
      names
          .keySet()
          .forEach(
              name -> answers.put(name, rows.get(answers.size()).toNative(input.getManager())));
      return answers;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
