package io.reflux.network;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Batch norm folded into the convolution before it: with s = weight / sqrt(variance + epsilon), the
 * filters become s · filter and the bias s · (bias - mean) + norm bias. Computed in 64 bits.
 */
final class Folding {
  private final Graph graph;
  private final Map<String, HostTensor> weights;
  private final Map<String, HostTensor> folded = new HashMap<>();
  private final List<Node> nodes;

  private Folding(Graph graph, Map<String, HostTensor> weights) {
    this.graph = graph;
    this.weights = weights;
    this.nodes = new ArrayList<>(graph.nodes());
  }

  /**
   * A network without the batch norms that follow a convolution, and its weights.
   *
   * @param graph the operations
   * @param weights all tensors of the original, and those that were made by folding
   */
  record Result(Graph graph, Map<String, HostTensor> weights) {}

  static Result fold(Graph graph, Map<String, HostTensor> weights) {
    Folding folding = new Folding(graph, weights);
    for (int i = 0; i < graph.nodes().size(); i++) {
      folding.foldAt(i);
    }
    Map<String, HostTensor> all = new HashMap<>(weights);
    all.putAll(folding.folded);
    return new Result(new Graph(List.copyOf(folding.nodes), graph.outputs()), all);
  }

  private void foldAt(int place) {
    Node own = graph.nodes().get(place);
    if (own.inputs().size() != 1 || readers(own.inputs().get(0)) != 1) {
      return;
    }
    Node before = graph.nodes().get(own.inputs().get(0));
    // What was before stays in its place; nothing reads it any more.
    own.operation()
        .foldedOnto(before.operation(), this)
        .ifPresent(folding -> nodes.set(place, new Node(folding, before.inputs())));
  }

  private long readers(int place) {
    long reading =
        graph.nodes().stream().mapToInt(node -> Collections.frequency(node.inputs(), place)).sum();
    return reading + (graph.outputs().containsValue(place) ? 1 : 0);
  }

  /** The convolution that does both; its weights are among the result's. */
  Conv fold(Conv conv, BatchNorm norm) {
    Key weight = conv.weight();
    String name = weight.name().replaceAll("weight$", "bias");
    long[] shape = {weight.shape()[0]};
    Key bias = new Key(name, shape, Key.Kind.WEIGHT, weight.part(), Initial.ZEROS);
    double[] filters = values(weight);
    double[] start = conv.bias() == null ? new double[(int) shape[0]] : values(conv.bias());
    double[] factor = values(norm.weight());
    double[] summand = values(norm.bias());
    double[] mean = values(norm.mean());
    double[] variance = values(norm.variance());
    int each = filters.length / factor.length;
    for (int out = 0; out < factor.length; out++) {
      double scale = factor[out] / Math.sqrt(variance[out] + norm.settings().epsilon());
      for (int i = out * each; i < (out + 1) * each; i++) {
        filters[i] *= scale;
      }
      start[out] = scale * (start[out] - mean[out]) + summand[out];
    }
    folded.put(weight.name(), tensor(filters, weight.shape()));
    folded.put(name, tensor(start, shape));
    return new Conv(weight, bias, conv.window(), conv.groups());
  }

  private double[] values(Key key) {
    return KeyedTensors.of(weights, key).doubles();
  }

  private static HostTensor tensor(double[] values, long[] shape) {
    ByteBuffer data = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(values);
    return new HostTensor(ElementType.FLOAT64, shape, data);
  }
}
