package io.reflux.train;

/**
 * Where a parameter stands among all that an optimizer moves.
 *
 * @param group its parameter group, as {@code backbone}
 * @param below how many depths of the network lie between it and the embedding: so often its rate
 *     is multiplied by {@code layer-decay}
 */
public record WeightPlace(String group, int below) {

  /** A parameter of a group that learns at the group's own rate. */
  public static WeightPlace in(String group) {
    return new WeightPlace(group, 0);
  }
}
