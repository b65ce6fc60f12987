package io.reflux.network;

import java.util.List;

/** One operation of a network. It owns its tensors' keys, and knows shapes and TorchScript. */
interface Operation {

  /** The tensors it owns; those that an original has without using them included. */
  default List<Key> keys() {
    return List.of();
  }

  /** The shape of what comes out, for the shapes of what goes in; batch first. */
  long[] shape(List<long[]> inputs);

  /** Writes the operation; answers the name of the variable that holds what comes out. */
  String script(Script script, List<String> inputs);

  /**
   * True if the next operation may write over what comes out: it is a tensor of its own, and the
   * gradient of this operation doesn't need it.
   */
  default boolean overwritable() {
    return false;
  }

  /** Writes the operation as nodes of ONNX; answers the name of what comes out. */
  String onnx(OnnxGraph onnx, List<String> inputs);
}
