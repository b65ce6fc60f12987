package io.reflux.node;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.wire.FromLane;
import io.reflux.wire.ToLane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lane's images and answers, as they are here and as they travel. */
final class LaneTensors {
  private LaneTensors() {}

  /** Images that have come. */
  static Images images(ToLane.Piece piece) {
    return new Images(direct(piece.pixels()), piece.rows(), piece.side());
  }

  /** Answers that go. */
  static FromLane.Answer answer(long number, Map<String, HostTensor> outputs) {
    List<FromLane.Tensor> tensors = new ArrayList<>();
    outputs.forEach(
        (name, tensor) -> {
          List<Long> shape = new ArrayList<>();
          for (long size : tensor.shape()) {
            shape.add(size);
          }
          tensors.add(
              new FromLane.Tensor(name, tensor.type().name(), shape, tensor.data().duplicate()));
        });
    return new FromLane.Answer(number, tensors);
  }

  /**
   * Answers that have come.
   *
   * @throws IllegalArgumentException if one is no tensor
   */
  static Map<String, HostTensor> outputs(FromLane.Answer answer) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    for (FromLane.Tensor tensor : answer.tensors()) {
      outputs.put(
          tensor.name(),
          new HostTensor(
              ElementType.valueOf(tensor.type()),
              tensor.shape().stream().mapToLong(Long::longValue).toArray(),
              direct(tensor.data())));
    }
    return outputs;
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining());
    return copy.put(bytes.duplicate()).flip();
  }
}
