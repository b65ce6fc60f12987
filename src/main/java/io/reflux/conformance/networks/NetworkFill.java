package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors filled by formula, so that golden cases of networks need no weight files: element i of
 * tensor k is made of {@code frac(sin(12.9898 i + 78.233 k) · 43758.5453)}, in double precision.
 */
public final class NetworkFill {
  private NetworkFill() {}

  /** The formula, in [0, 1). */
  public static double unit(long i, int k) {
    double x = VectorSine.of(i * 12.9898 + k * 78.233) * 43758.5453;
    return x - Math.floor(x);
  }

  /** The tensors of a key list; those that are second names of others are left out. */
  static Map<String, HostTensor> weights(JsonNode keys) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    for (JsonNode key : keys) {
      if (!key.has("alias_of")) {
        weights.put(key.path("key").asText(), weight(key));
      }
    }
    return weights;
  }

  /** An input, (u - 0.5) · 4. */
  public static HostTensor input(int k, long... shape) {
    float[] values = new float[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((unit(i, k) - 0.5) * 4);
    }
    return HostTensor.of(values, shape);
  }

  private static HostTensor weight(JsonNode key) {
    long[] shape = SameShape.sizes(key.path("shape"));
    String kind = key.path("kind").asText();
    if (kind.equals("bn_count")) {
      return new HostTensor(ElementType.INT64, shape, ByteBuffer.allocateDirect(8));
    }
    if (kind.equals("constant")) {
      return constant(key, shape);
    }
    return filled(key, key.path("k").asInt(), shape);
  }

  /** What the list says itself; a mask of biases is 0 for the keys, the second third. */
  private static HostTensor constant(JsonNode key, long[] shape) {
    float[] values = new float[count(shape)];
    int third = values.length / 3;
    for (int i = 0; i < values.length; i++) {
      boolean ofKeys = i >= third && i < 2 * third;
      float masked = ofKeys ? 0 : 1;
      values[i] = key.has("values") ? (float) key.get("values").get(i).asDouble() : masked;
    }
    return HostTensor.of(values, shape);
  }

  /** A tensor of the kind that an entry says, of another k or shape perhaps. */
  public static HostTensor filled(JsonNode key, int k, long[] shape) {
    String kind = key.path("kind").asText();
    double bound = key.has("fan_in") ? Math.sqrt(3 / key.path("fan_in").asDouble()) : 0;
    float[] values = new float[count(shape)];
    for (int i = 0; i < values.length; i++) {
      double u = unit(i, k);
      values[i] =
          (float)
              switch (kind) {
                case "token" -> (u - 0.5) * 2;
                case "pos_embed" -> u - 0.5;
                case "layer_scale" -> 0.25 + 0.5 * u;
                case "conv_weight", "linear_weight", "proj_matrix" -> (u - 0.5) * 2 * bound;
                case "bias" -> (u - 0.5) * 0.1;
                case "bn_weight", "ln_weight" -> 0.8 + 0.4 * u;
                case "bn_bias", "bn_mean", "ln_bias" -> (u - 0.5) * 0.2;
                case "bn_var" -> 0.5 + u;
                default ->
                    throw new IllegalArgumentException(
                        "kind: " + kind + " (expected: a kind of the golden README)");
              };
    }
    return HostTensor.of(values, shape);
  }

  private static int count(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }
}
