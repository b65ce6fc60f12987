package io.reflux.network;

import io.reflux.engine.ElementType;
import java.util.Locale;

/**
 * The arithmetic of a program.
 *
 * <p>What learns is kept in {@link #exact()}; the trunk computes in {@link #compute()}; pooled
 * features, the embedding and all outputs are {@link #exact()} again.
 */
public enum Precision {
  /** 32 bits throughout: what papers report. */
  FLOAT32(ElementType.FLOAT32, ElementType.FLOAT32),
  /**
   * The program of {@link #FLOAT32}, of which a GPU's convolutions round their operands to TF32: 10
   * bits of fraction, as PyTorch lets cuDNN do unless it is told otherwise. For the whole process.
   */
  TF32(ElementType.FLOAT32, ElementType.FLOAT32),
  /** The trunk in bfloat16, weights that learn, statistics, embedding and outputs in 32 bits. */
  BFLOAT16(ElementType.BFLOAT16, ElementType.FLOAT32),
  /** 64 bits throughout: for checks and reference trajectories. */
  FLOAT64(ElementType.FLOAT64, ElementType.FLOAT64);

  private final ElementType compute;
  private final ElementType exact;

  Precision(ElementType compute, ElementType exact) {
    this.compute = compute;
    this.exact = exact;
  }

  /** The type of the trunk's maps. */
  public ElementType compute() {
    return compute;
  }

  /** The type of weights that learn, of the embedding and of outputs. */
  public ElementType exact() {
    return exact;
  }

  /** Its name in files and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** TorchScript's number for an element type. */
  static int code(ElementType type) {
    return switch (type) {
      case FLOAT64 -> 7;
      case FLOAT32 -> 6;
      case BFLOAT16 -> 15;
      default -> throw new IllegalArgumentException(type + " (expected: a floating type)");
    };
  }
}
