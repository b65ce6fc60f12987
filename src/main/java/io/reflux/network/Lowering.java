package io.reflux.network;

import java.util.List;

/**
 * What a network is lowered to.
 *
 * @param use training, or inference with weights that change no more
 * @param precision the arithmetic
 * @param input what the program takes
 * @param outputs the named outputs it answers, in this order; see {@link Network#outputs()}
 */
public record Lowering(Use use, Precision precision, Input input, List<String> outputs) {

  /** What a program is for. */
  public enum Use {
    /** The program has all tensors of the network, and gathers gradients and statistics. */
    TRAINING,
    /** Batch norm is folded into convolutions; what no output needs is left out. */
    INFERENCE
  }

  /** What a program takes. */
  public enum Input {
    /** uint8 pixels, (n, height, width, 3), normalised inside the program. */
    PIXELS,
    /**
     * Numbers of the exact type: images that are normalised already, (n, 3, height, width), or
     * vectors, (n, components), for a head.
     */
    NUMBERS
  }

  /** Refuses a lowering without outputs. */
  public Lowering {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("outputs: none (expected: at least one)");
    }
  }

  /** For training on pixels. */
  public static Lowering training(Precision precision, String... outputs) {
    return new Lowering(Use.TRAINING, precision, Input.PIXELS, List.of(outputs));
  }

  /** For inference on pixels. */
  public static Lowering inference(Precision precision, String... outputs) {
    return new Lowering(Use.INFERENCE, precision, Input.PIXELS, List.of(outputs));
  }

  /** The same for another input. */
  public Lowering taking(Input other) {
    return new Lowering(use, precision, other, outputs);
  }
}
