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
      fusing.fuseAt(place);
    }
    return new Graph(List.copyOf(fusing.nodes), graph.outputs());
  }

  /** Of a sum, the first operand is the branch, drawn after the second, which it may write over. */
  private void fuseAt(int place) {
    Node own = nodes.get(place);
    nodes.set(place, new Node(own.operation().forLane(), own.inputs()));
    if (own.inputs().isEmpty() || !readAlone(own.inputs().get(0))) {
      return;
    }
    Node before = nodes.get(own.inputs().get(0));
    List<Integer> inputs = new ArrayList<>(before.inputs());
    inputs.addAll(own.inputs().subList(1, own.inputs().size()));
    own.operation()
        .joinedWith(before.operation())
        .ifPresent(fused -> nodes.set(place, new Node(fused, List.copyOf(inputs))));
  }

  private boolean readAlone(int place) {
    long readers =
        graph.nodes().stream().mapToInt(node -> Collections.frequency(node.inputs(), place)).sum();
    return readers == 1 && !graph.outputs().containsValue(place);
  }
}
