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

  /** What a tensor of a network is. */
  public enum Kind {
    /** Of a convolution, (out, in / groups, height, width). */
    CONV_WEIGHT,
    /** Of a linear layer, (out, in). */
    LINEAR_WEIGHT,
    /** Of a convolution or a linear layer. */
    BIAS,
    /** Batch norm's factor. */
    NORM_WEIGHT,
    /** Batch norm's summand. */
    NORM_BIAS,
    /** Batch norm's running mean: gathered, not learnt. */
    NORM_MEAN,
    /** Batch norm's running variance: gathered, not learnt. */
    NORM_VARIANCE,
    /** How many batches the running statistics have seen. */
    NORM_COUNT;

    /** True for what gradients change. */
    public boolean learns() {
      return switch (this) {
        case CONV_WEIGHT, LINEAR_WEIGHT, BIAS, NORM_WEIGHT, NORM_BIAS -> true;
        case NORM_MEAN, NORM_VARIANCE, NORM_COUNT -> false;
      };
    }

    /** True for what belongs to a batch norm. */
    public boolean ofNorm() {
      return switch (this) {
        case CONV_WEIGHT, LINEAR_WEIGHT, BIAS -> false;
        case NORM_WEIGHT, NORM_BIAS, NORM_MEAN, NORM_VARIANCE, NORM_COUNT -> true;
      };
    }
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
    return kind == Kind.NORM_COUNT ? ElementType.INT64 : ElementType.FLOAT32;
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
