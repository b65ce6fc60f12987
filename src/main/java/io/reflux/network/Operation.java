package io.reflux.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One operation of a network. It owns its tensors' keys, and knows shapes and TorchScript. */
interface Operation {

  /** The tensors it owns; those that an original has without using them included. */
  default List<Key> keys() {
    return List.of();
  }

  /**
   * The shape of what comes out, for the shapes of what goes in; batch first. That of the first
   * input unless an operation says otherwise.
   */
  default long[] shape(List<long[]> inputs) {
    return inputs.get(0);
  }

  /** Writes the operation; answers the name of the variable that holds what comes out. */
  String script(Script script, List<String> inputs);

  /**
   * Writes the operation once for each part of a batch; answers what comes out, part by part.
   *
   * @param inputs of each part
   */
  default List<String> scripts(Script script, List<List<String>> inputs) {
    List<String> results = new ArrayList<>();
    for (int part = 0; part < inputs.size(); part++) {
      script.part(part);
      results.add(script(script, inputs.get(part)));
    }
    return results;
  }

  /**
   * True if the next operation may write over what comes out: it is a tensor of its own, and the
   * gradient of this operation doesn't need it.
   */
  default boolean overwritable() {
    return false;
  }

  /**
   * The shape of what a caller gives, if this is the input of a network; empty if it is none.
   *
   * @param side the side of images, in pixels
   */
  default Optional<long[]> taken(int side) {
    return Optional.empty();
  }

  /** What training leaves out here, if this operation is nothing else. */
  default Optional<Drop> drop() {
    return Optional.empty();
  }

  /** The only side that images may have, in pixels, if this operation asks for one. */
  default OptionalInt onlySide() {
    return OptionalInt.empty();
  }

  /**
   * This operation and the one before it as one with folded weights; empty if they stay two.
   *
   * @param before what this one alone reads
   */
  default Optional<Operation> foldedOnto(Operation before, Folding folding) {
    return Optional.empty();
  }

  /** This operation with a batch norm after it as one; empty if there is none. */
  default Optional<Operation> withNorm(BatchNorm norm, Folding folding) {
    return Optional.empty();
  }

  /** The operation that a lane computes in its place, to be joined with those that follow. */
  default Operation forLane() {
    return this;
  }

  /**
   * This operation and the one before it as one call of a lane's; empty if they stay two. Its
   * inputs are those of the one before, and then all of this one's but the first.
   *
   * @param before what this one alone reads, {@linkplain #forLane for a lane}
   */
  default Optional<Operation> joinedWith(Operation before) {
    return Optional.empty();
  }

  /** This operation with the sum after it as one call; empty if there is none. */
  default Optional<Operation> withSum() {
    return Optional.empty();
  }

  /** This operation with the rectifier max(x, 0) after it as one call; empty if there is none. */
  default Optional<Operation> withRectifier() {
    return Optional.empty();
  }

  /** Writes the operation as nodes of ONNX; answers the name of what comes out. */
  String onnx(OnnxGraph onnx, List<String> inputs);
}
