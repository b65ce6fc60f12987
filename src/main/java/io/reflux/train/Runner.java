package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.reflux.engine.Call;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loaded network with the names of its outputs.
 *
 * @param program the network
 * @param outputs the names of what it answers, in order
 */
record Runner(Program program, List<String> outputs) {

  /** The outputs for what is shown by name, owned by a scope; gradients as the thread's mode. */
  Map<String, NDArray> run(Shown shown, TensorScope owner) {
    Call call = program.call("forward").tensor(shown.images());
    shown.kept().ifPresent(call::tensor);
    return named(call.into(owner.manager()));
  }

  /** The outputs of a batch in parts, each on its device. */
  Map<String, NDArray> run(List<Shown> parts, TensorScope owner) {
    Call call = program.call("forward").tensors(parts.stream().map(Shown::images).toList());
    List<NDArray> kept = parts.stream().flatMap(part -> part.kept().stream()).toList();
    if (!kept.isEmpty()) {
      call.tensors(kept);
    }
    return named(call.into(owner.manager()));
  }

  private Map<String, NDArray> named(NDList answers) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      named.put(outputs.get(i), answers.get(i));
    }
    return named;
  }
}
