package io.reflux.network;

/**
 * Layers one after the other, named {@code features.0} …; those that are the last of their stride
 * are maps too, {@code map1} … from stride 4 on.
 */
final class LayerRow {
  private final GraphBuilder builder;
  private Value last;
  private int number;
  private int strides;

  /**
   * Begins with the first layer, which has stride 2.
   *
   * @param first what comes out of it
   */
  LayerRow(GraphBuilder builder, Value first) {
    this.builder = builder;
    this.last = builder.output("features.0", first);
    this.number = 1;
  }

  /** What came last. */
  Value last() {
    return last;
  }

  /** Where the next layer is drawn. */
  GraphBuilder inside() {
    return builder.within("features." + number + ".");
  }

  /** Adds the next layer. */
  void add(Value layer) {
    last = builder.output("features." + number++, layer);
  }

  /** Says that what came last is the last of its stride; that of stride 2 is no map. */
  void endsStride() {
    if (strides > 0) {
      builder.output("map" + strides, last);
    }
    strides++;
  }
}
