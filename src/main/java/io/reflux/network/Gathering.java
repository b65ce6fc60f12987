package io.reflux.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the batch norms of a program in training gather, unless they are frozen. */
final class Gathering {
  private final NormFreeze freeze;
  private final List<String> counts = new ArrayList<>();
  private final Map<String, Double> shares = new LinkedHashMap<>();

  Gathering(NormFreeze freeze) {
    this.freeze = freeze;
  }

  /**
   * Notes one that does.
   *
   * @param count the tensor that counts its batches
   */
  void of(BatchNorm norm, String count) {
    if (freeze == NormFreeze.NONE) {
      counts.add(count);
      shares.put(norm.mean().name(), 1 - norm.settings().momentum());
      shares.put(norm.variance().name(), 1 - norm.settings().momentum());
      shares.put(norm.count().name(), 1.0);
    }
  }

  /** The keys of what is gathered, and the share of each that stays. */
  Map<String, Double> shares() {
    return shares;
  }

  /** The statements that count a batch; none if nothing does. */
  List<String> counting() {
    if (counts.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("if self.training:"));
    counts.forEach(count -> lines.add("  _ = torch.add_(" + count + ", 1)"));
    lines.addAll(List.of("else:", "  pass"));
    return lines;
  }
}
