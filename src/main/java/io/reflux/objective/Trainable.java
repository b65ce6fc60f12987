package io.reflux.objective;

import io.reflux.chance.Draws;
import java.util.function.ToDoubleFunction;

/**
 * A tensor that an objective or method owns beside the network.
 *
 * @param name its name in checkpoints, as {@code proxies}
 * @param shape its shape
 * @param group the parameter group whose learning rate and weight decay it takes, as {@code
 *     proxies}; ignored for memories
 * @param initial draws the value of one element; called once an element, row-major
 */
public record Trainable(String name, long[] shape, String group, ToDoubleFunction<Draws> initial) {

  /** The same tensor under another name. */
  public Trainable renamed(String other) {
    return new Trainable(other, shape, group, initial);
  }
}
