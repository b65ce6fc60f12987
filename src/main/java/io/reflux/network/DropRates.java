package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What training leaves out of a network, see {@link Drop}.
 *
 * @param stochasticDepth how often the branches of the last block are left out; those of the first
 *     never are, and the rates of the others lie evenly between, as in timm
 * @param dropout how often each component of the pooled vector is left out before the embedding
 */
record DropRates(double stochasticDepth, double dropout) {
  /** Nothing. */
  static final DropRates NONE = new DropRates(0, 0);

  static DropRates read(Section section) {
    return new DropRates(
        section.number("stochastic-depth", Range.BELOW_ONE),
        section.number("dropout", Range.BELOW_ONE));
  }

  /** A drawing in which everything that could be left out has its rate, or never is. */
  Graph in(Graph drawn) {
    List<Integer> blocks = blocks(drawn);
    List<Drop> placed = new ArrayList<>();
    return drawn.replacing(
        operation -> {
          Optional<Drop> drop = operation.drop();
          if (drop.isEmpty()) {
            return Optional.of(operation);
          }
          double rate = rate(blocks.indexOf(drop.get().block()), blocks.size());
          if (rate == 0) {
            return Optional.empty();
          }
          Drop at = drop.get().at(placed.stream().mapToInt(Drop::width).sum(), rate);
          placed.add(at);
          return Optional.of(at);
        });
  }

  /** The blocks that have branches, from the first to the last. */
  static List<Integer> blocks(Graph drawn) {
    return drawn.drops().stream()
        .map(Drop::block)
        .filter(block -> block != Drop.VECTOR)
        .distinct()
        .toList();
  }

  private double rate(int block, int blocks) {
    if (block < 0) {
      return dropout;
    }
    return blocks == 1 ? stochasticDepth : stochasticDepth * block / (blocks - 1);
  }
}
