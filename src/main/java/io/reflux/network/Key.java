package io.reflux.network;

import io.reflux.engine.ElementType;
import java.util.Arrays;

/**
 * A tensor of a network, as its state dictionary names it.
 *
 * @param name the dotted key, as {@code layer1.0.conv1.weight}
 * @param shape the size of each dimension
 * @param kind what it is
 * @param part which part of the network it belongs to
 * @param initial where its values start
 */
public record Key(String name, long[] shape, Kind kind, Part part, Initial initial) {

  /**
   * What a tensor of a network is.
   *
   * @param learns true for what gradients change
   * @param ofNorm true for what belongs to a batch norm
   * @param type the type in which it is kept and exchanged
   */
  public record Kind(boolean learns, boolean ofNorm, ElementType type) {
    /** Learnt, of any layer but batch norm. */
    public static final Kind WEIGHT = new Kind(true, false, ElementType.FLOAT32);

    /** Neither learnt nor gathered: the original keeps it among its tensors. */
    public static final Kind CONSTANT = new Kind(false, false, ElementType.FLOAT32);

    /** Batch norm's factor or summand. */
    public static final Kind NORM_WEIGHT = new Kind(true, true, ElementType.FLOAT32);

    /** Batch norm's running mean or variance: gathered, not learnt. */
    public static final Kind NORM_STATISTIC = new Kind(false, true, ElementType.FLOAT32);

    /** How many batches the running statistics have seen. */
    public static final Kind NORM_COUNT = new Kind(false, true, ElementType.INT64);
  }

  /** Which part of a network a tensor belongs to: the groups that optimizers tell apart. */
  public enum Part {
    /** All before the embedding. */
    BACKBONE,
    /** The layers that make the embedding of the pooled feature. */
    EMBEDDING,
    /** Heads beside the embedding, for training only. */
    HEAD,
    /** In the state dictionary of the original, but used by no output. */
    UNUSED
  }

  /** How many values one output of the layer sums: the product of all sizes but the first. */
  public long fanIn() {
    return Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
  }

  /** The type in which the tensor is kept and exchanged. */
  public ElementType type() {
    return kind.type();
  }

  /** The type in which a program keeps it whose numbers are of a floating type. */
  ElementType type(ElementType floating) {
    return type() == ElementType.FLOAT32 ? floating : type();
  }

  /** True for the filters of a convolution, (out, in / groups, height, width). */
  boolean isFilters() {
    return shape.length == 4;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that && name.equals(that.name) && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape);
  }
}
