package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.conformance.networks.NetworkFill;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.network.Key;
import io.reflux.network.Network;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/** Tensors of golden trajectories, filled by the same formula as {@link NetworkFill}'s. */
final class TrajectoryFill {
  private TrajectoryFill() {}

  /**
   * A network's tensors.
   *
   * @param network says the sizes: a teacher's embedding has its own
   * @param keys the student's key list
   * @param shift how much higher every k is than in the list
   */
  static Map<String, HostTensor> weights(Network network, JsonNode keys, int shift) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Key key : network.keys()) {
      shapes.put(key.name(), key.shape());
    }
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    for (JsonNode key : keys) {
      String name = TrajectoryNames.key(key.path("key").asText());
      long[] shape = shapes.get(name);
      if (shape == null) {
        throw new IllegalArgumentException(name + ": no such tensor (expected: one of " + shapes);
      }
      boolean count = key.path("kind").asText().equals("bn_count");
      weights.put(
          name,
          count
              ? new HostTensor(ElementType.INT64, shape, ByteBuffer.allocateDirect(8))
              : NetworkFill.filled(key, key.path("k").asInt() + shift, shape));
    }
    return weights;
  }

  /** A tensor of the criterion: trained, or remembered. */
  static HostTensor extra(JsonNode tensor) {
    long[] shape = SameShape.sizes(tensor.path("shape"));
    int k = tensor.path("k").asInt();
    return switch (tensor.path("kind").asText()) {
      case "constant" -> each(i -> tensor.path("value").asDouble(), shape);
      case "crd_memory" -> {
        double bound = 1 / Math.sqrt(128 / 3.0);
        yield each(i -> (NetworkFill.unit(i, k) - 0.5) * 2 * bound, shape);
      }
      case "unit_rows" -> unitRows(k, shape);
      default -> NetworkFill.filled(tensor, k, shape);
    };
  }

  /** A teacher's features, max(0, 2u - 1). */
  static HostTensor features(int k, long... shape) {
    return each(i -> Math.max(0, 2 * NetworkFill.unit(i, k) - 1), shape);
  }

  private static HostTensor unitRows(int k, long[] shape) {
    int width = (int) shape[1];
    double[] lengths = new double[(int) shape[0]];
    for (int i = 0; i < lengths.length * width; i++) {
      double x = NetworkFill.unit(i, k) - 0.5;
      lengths[i / width] += x * x;
    }
    return each(i -> (NetworkFill.unit(i, k) - 0.5) / Math.sqrt(lengths[(int) (i / width)]), shape);
  }

  private static HostTensor each(LongToDoubleFunction value, long[] shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return HostTensor.of(values, shape);
  }
}
