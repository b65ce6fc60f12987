package io.reflux.network;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.wire.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ONNX model while its operations write themselves, node after node; all in float32. */
final class OnnxGraph {
  private final OnnxModel model;
  private final Map<String, HostTensor> weights;
  private final Set<String> written = new HashSet<>();
  private int next;

  OnnxGraph(OnnxModel model, Map<String, HostTensor> weights) {
    this.model = model;
    this.weights = weights;
  }

  /** Adds a node; answers the name of what it makes. */
  String node(String operator, Map<String, ?> attributes, String... inputs) {
    String output = "x" + next++;
    model.node(operator, List.of(inputs), output, attributes);
    return output;
  }

  /** The name of a weight, which is written if it wasn't yet. */
  String weight(Key key) {
    if (written.add(key.name())) {
      HostTensor value = KeyedTensors.of(weights, key).to(ElementType.FLOAT32);
      model.tensor(key.name(), OnnxModel.Type.FLOAT32, value.data(), value.shape());
    }
    return key.name();
  }

  /** The name of a constant. */
  String constant(float[] values, long... shape) {
    String name = "constant" + next++;
    model.tensor(name, OnnxModel.Type.FLOAT32, HostTensor.of(values, shape).data(), shape);
    return name;
  }

  /** The name of a single number. */
  String constant(double value) {
    return constant(new float[] {(float) value});
  }

  /** The name of a list of whole numbers. */
  String wholes(long... values) {
    String name = "constant" + next++;
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    model.tensor(name, OnnxModel.Type.INT64, data, values.length);
    return name;
  }
}
