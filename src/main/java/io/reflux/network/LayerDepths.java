package io.reflux.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How deep in a network each of its tensors lies, for rates that fall from layer to layer.
 *
 * <p>Transformers, as in BEiT (Bao et al., ICLR 2022: {@code optim_factory.py}) and DINOv2 ({@code
 * param_groups.py}): 0 for patches, positions and tokens, i + 1 for block i, one more than the last
 * block for the norm behind it and the embedding. Convolutional networks by stage, as timm groups
 * them for its coarse rates: 0 up to the first named output (the stem), one more after each map.
 */
final class LayerDepths {
  private static final Pattern BLOCK = Pattern.compile("(?:res)?blocks\\.(\\d+)");
  private static final Pattern BLOCK_KEY =
      Pattern.compile("(?:^|.*\\.)(?:res)?blocks\\.(\\d+)\\..*");
  private static final Pattern MAP = Pattern.compile("map\\d+");

  private LayerDepths() {}

  /**
   * For each tensor by its key, how many depths lie between it and the embedding, which itself has
   * 0.
   */
  static Map<String, Integer> below(Graph graph) {
    long blocks = graph.outputs().keySet().stream().filter(BLOCK.asMatchPredicate()).count();
    List<Integer> ends = blocks > 0 ? List.of() : stages(graph);
    int last = blocks > 0 ? (int) blocks + 1 : ends.size();
    int first = blocks > 0 ? graph.node(firstBlock(graph)) : 0;
    Map<String, Integer> below = new LinkedHashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      int node = i;
      for (Key key : graph.nodes().get(i).operation().keys()) {
        Matcher block = BLOCK_KEY.matcher(key.name());
        int depth;
        if (blocks == 0) {
          depth = (int) ends.stream().filter(end -> end < node).count();
        } else if (block.matches()) {
          depth = Integer.parseInt(block.group(1)) + 1;
        } else {
          depth = node < first ? 0 : last;
        }
        below.putIfAbsent(key.name(), last - depth);
      }
    }
    return below;
  }

  private static String firstBlock(Graph graph) {
    return graph.outputs().keySet().stream()
        .filter(BLOCK.asMatchPredicate())
        .findFirst()
        .orElseThrow();
  }

  /** Where the stem and each stage end. */
  private static List<Integer> stages(Graph graph) {
    List<Integer> ends = new ArrayList<>();
    graph
        .outputs()
        .forEach(
            (name, node) -> {
              if (ends.isEmpty() || MAP.matcher(name).matches()) {
                ends.add(node);
              }
            });
    return ends;
  }
}
