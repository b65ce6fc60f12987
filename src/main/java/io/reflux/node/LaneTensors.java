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

  /** Answers that go, without those that go in parts. */
  static FromLane.Answer answer(long number, Map<String, HostTensor> outputs) {
    List<FromLane.Tensor> tensors = new ArrayList<>();
    List<String> apart = new ArrayList<>();
    outputs.forEach(
        (name, tensor) -> {
          if (AnswerParts.areOf(tensor)) {
            apart.add(name);
          } else {
            tensors.add(tensor(name, tensor, tensor.data().duplicate()));
          }
        });
    return new FromLane.Answer(number, tensors, apart);
  }

  /** A tensor, or some bytes of it, as they travel. */
  static FromLane.Tensor tensor(String name, HostTensor tensor, ByteBuffer bytes) {
    List<Long> shape = new ArrayList<>();
    for (long size : tensor.shape()) {
      shape.add(size);
    }
    return new FromLane.Tensor(name, tensor.type().name(), shape, bytes);
  }

  /**
   * Answers that have come.
   *
   * @throws IllegalArgumentException if one is no tensor
   */
  static Map<String, HostTensor> outputs(FromLane.Answer answer) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    for (FromLane.Tensor tensor : answer.tensors()) {
      outputs.put(tensor.name(), output(tensor, direct(tensor.data())));
    }
    return outputs;
  }

  /** One of them, whose data are here. */
  static HostTensor output(FromLane.Tensor tensor, ByteBuffer data) {
    return new HostTensor(
        ElementType.valueOf(tensor.type()),
        tensor.shape().stream().mapToLong(Long::longValue).toArray(),
        data);
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining());
    return copy.put(bytes.duplicate()).flip();
  }
}
