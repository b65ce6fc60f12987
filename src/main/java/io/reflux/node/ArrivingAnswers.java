package io.reflux.node;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.wire.FromLane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers of a lane whose outputs come by two streams, neither of which waits for the other. Each
 * part is written once, into the output's own memory. For one actor.
 */
final class ArrivingAnswers {

  /** An answer of which something has come. */
  private static final class Arriving {
    private final Map<String, Half> halves = new HashMap<>();
    private Optional<FromLane.Answer> answer = Optional.empty();
  }

  /** An output of which some bytes have come: those before the position. */
  private record Half(FromLane.Tensor tensor, ByteBuffer data) {
    boolean isWhole() {
      return !data.hasRemaining();
    }
  }

  private final Map<Long, Arriving> arriving = new HashMap<>();

  /**
   * Takes what came but for maps.
   *
   * @return all outputs, once they are here
   * @throws IllegalArgumentException if what came is no tensor
   */
  Optional<Map<String, HostTensor>> take(FromLane.Answer answer) {
    Arriving of = of(answer.number());
    of.answer = Optional.of(answer);
    return whole(answer.number(), of);
  }

  /**
   * Takes some bytes of a map.
   *
   * @return all outputs, once they are here
   * @throws IllegalArgumentException if they are not the next ones, or more than there can be
   */
  Optional<Map<String, HostTensor>> take(FromLane.Part part) {
    Arriving of = of(part.number());
    FromLane.Tensor tensor = part.tensor();
    Half half =
        of.halves.computeIfAbsent(
            tensor.name(), name -> new Half(tensor, ByteBuffer.allocateDirect(bytes(tensor))));
    ByteBuffer content = tensor.data().duplicate();
    if (part.offset() != half.data().position()
        || content.remaining() > half.data().remaining()
        || !tensor.shape().equals(half.tensor().shape())) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: %d bytes from %d on (expected: of %s, from %d on)",
              tensor.name(),
              tensor.shape(),
              content.remaining(),
              part.offset(),
              half.tensor().shape(),
              half.data().position()));
    }
    half.data().put(content);
    return whole(part.number(), of);
  }

  /** A question has been answered otherwise. */
  void forget(long number) {
    arriving.remove(number);
  }

  private Arriving of(long number) {
    return arriving.computeIfAbsent(number, any -> new Arriving());
  }

  private Optional<Map<String, HostTensor>> whole(long number, Arriving of) {
    if (of.answer.isEmpty()) {
      return Optional.empty();
    }
    FromLane.Answer answer = of.answer.get();
    List<Half> apart = new ArrayList<>();
    for (String name : answer.apart()) {
      Half half = of.halves.get(name);
      if (half == null || !half.isWhole()) {
        return Optional.empty();
      }
      apart.add(half);
    }
    arriving.remove(number);
    Map<String, HostTensor> outputs = new LinkedHashMap<>(LaneTensors.outputs(answer));
    apart.forEach(
        half ->
            outputs.put(
                half.tensor().name(),
                LaneTensors.output(half.tensor(), half.data().duplicate().flip())));
    return Optional.of(outputs);
  }

  private static int bytes(FromLane.Tensor tensor) {
    long bytes = ElementType.valueOf(tensor.type()).bytes();
    for (long size : tensor.shape()) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return Math.toIntExact(bytes);
  }
}
