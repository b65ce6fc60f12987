package io.reflux.network;

/** A described backbone: all that comes before pooling and embedding. */
public interface Backbone {

  /**
   * Draws the backbone and names its maps ({@code map1} … in the order of depth).
   *
   * @return the last map
   */
  Value draw(GraphBuilder builder, Value image);

  /** The name under which the original has its 1000-way classifier. */
  default String classifier() {
    return "fc";
  }
}
