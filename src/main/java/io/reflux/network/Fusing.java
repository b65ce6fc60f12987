package io.reflux.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes one call of a convolution, the sum after it and the rectifier after that, where nothing
 * else reads what lies between. For frozen networks on the processor, after {@link Folding}.
 */
final class Fusing {
  private final Graph graph;
  private final List<Node> nodes;

  private Fusing(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
  }

  static Graph fuse(Graph graph) {
    Fusing fusing = new Fusing(graph);
    for (int place = 0; place < graph.nodes().size(); place++) {
      Node node = fusing.nodes.get(place);
      if (node.operation() instanceof Conv conv) {
        fusing.nodes.set(place, new Node(new FusedConv(conv, false, false), node.inputs()));
      } else if (node.operation() instanceof Sum) {
        fusing.sum(place);
      } else if (node.operation() instanceof Rectifier rectifier && !rectifier.capped()) {
        fusing.rectifier(place);
      }
    }
    return new Graph(List.copyOf(fusing.nodes), graph.outputs());
  }

  /** The sum's first operand is the branch, drawn after the second, which it may write over. */
  private void sum(int place) {
    int branch = nodes.get(place).inputs().get(0);
    int other = nodes.get(place).inputs().get(1);
    Node node = nodes.get(branch);
    if (node.operation() instanceof FusedConv fused
        && !fused.adds()
        && !fused.rectified()
        && readAlone(branch)) {
      List<Integer> inputs = List.of(node.inputs().get(0), other);
      nodes.set(place, new Node(new FusedConv(fused.conv(), true, false), inputs));
    }
  }

  private void rectifier(int place) {
    int before = nodes.get(place).inputs().get(0);
    Node node = nodes.get(before);
    if (node.operation() instanceof FusedConv fused && !fused.rectified() && readAlone(before)) {
      FusedConv rectified = new FusedConv(fused.conv(), fused.adds(), true);
      nodes.set(place, new Node(rectified, node.inputs()));
    }
  }

  private boolean readAlone(int place) {
    long readers =
        graph.nodes().stream().mapToInt(node -> Collections.frequency(node.inputs(), place)).sum();
    return readers == 1 && !graph.outputs().containsValue(place);
  }
}
