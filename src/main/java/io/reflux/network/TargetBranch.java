package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * One of S2SD's target branches (Roth et al., Simultaneous similarity-based self-distillation,
 * 2021): linear, rectifier, linear, rows of length 1. Keys {@code 0} and {@code 2}.
 *
 * @param size its embedding size
 * @param pooling how it pools what the backbone answers for itself
 */
record TargetBranch(int size, Optional<Pooling> pooling) implements Head {

  static TargetBranch read(Section section) {
    Optional<Pooling> pooling =
        section.has("pooling")
            ? Optional.of(section.oneOf("pooling", Poolings.names()))
            : Optional.empty();
    return new TargetBranch(section.whole("size", Range.atLeast(1)), pooling);
  }

  @Override
  public Value draw(GraphBuilder builder, Value features) {
    GraphBuilder.Units units = new GraphBuilder.Units(size, Initial.UNIFORM_FAN_IN, Initial.ZEROS);
    Value x = builder.relu(builder.linear("0", features, units));
    return builder.unitLength(builder.linear("2", x, units));
  }
}
