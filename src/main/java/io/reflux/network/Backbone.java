package io.reflux.network;

/** A described backbone: all that comes before pooling and embedding. */
interface Backbone {

  /**
   * Draws the backbone and names its maps ({@code map1} … in the order of depth), if it has some.
   *
   * @return what comes out of it
   */
  Features draw(GraphBuilder builder, Value image);

  /** The name under which the original has its 1000-way classifier. */
  default String classifier() {
    return "fc";
  }

  /** What the S2SD and DiVA repositories call the embedding layer that replaces the classifier. */
  default String embeddingInS2sd() {
    return "last_linear";
  }
}
