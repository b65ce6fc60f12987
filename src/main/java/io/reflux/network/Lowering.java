package io.reflux.network;

import io.reflux.engine.Device;
import java.util.List;

/**
 * What a network is lowered to.
 *
 * @param use training, or inference with weights that change no more
 * @param precision the arithmetic
 * @param input what the program takes
 * @param outputs the named outputs it answers, in this order; see {@link Network#outputs()}
 * @param parts in how many parts, each on a device of its own, a batch is given; 1 for a whole one.
 *     Batch norm takes its statistics from all of them, and outputs are joined on the first device
 */
public record Lowering(Use use, Precision precision, Input input, List<String> outputs, int parts) {

  /** What a program is for. */
  enum Use {
    /** The program has all tensors of the network, and gathers gradients and statistics. */
    TRAINING,
    /** Batch norm is folded into convolutions; what no output needs is left out. */
    INFERENCE,
    /**
     * As inference, with oneDNN's fused convolutions and its own layout of the filters, made at the
     * first call for what that brings. For the processor, by libtorch 2, not in 64 bits; no file to
     * give away.
     */
    LANE;

    /** True if weights change no more. */
    boolean frozen() {
      return this != TRAINING;
    }
  }

  /** What a program takes. */
  enum Input {
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
    if (parts < 1 || (parts > 1 && use != Use.TRAINING)) {
      throw new IllegalArgumentException(
          "parts: " + parts + " (expected: 1, or for training more)");
    }
  }

  Lowering(Use use, Precision precision, Input input, List<String> outputs) {
    this(use, precision, input, outputs, 1);
  }

  /** For training on pixels. */
  public static Lowering training(Precision precision, String... outputs) {
    return new Lowering(Use.TRAINING, precision, Input.PIXELS, List.of(outputs));
  }

  /** For inference on pixels. */
  public static Lowering inference(Precision precision, String... outputs) {
    return new Lowering(Use.INFERENCE, precision, Input.PIXELS, List.of(outputs));
  }

  /** For a frozen network that runs here, on a device, and is given to nobody. */
  public static Lowering lane(Device device, Precision precision, String... outputs) {
    return lane(List.of(device), precision, outputs);
  }

  /** For a frozen network that runs here, on any of several devices, and is given to nobody. */
  public static Lowering lane(List<Device> devices, Precision precision, String... outputs) {
    boolean processor = devices.stream().allMatch(each -> each.kind() == Device.Kind.CPU);
    // oneDNN has no convolutions in 64 bits.
    boolean fused = processor && precision != Precision.FLOAT64;
    Use use = fused ? Use.LANE : Use.INFERENCE;
    return new Lowering(use, precision, Input.PIXELS, List.of(outputs));
  }

  /** The same for a program that takes numbers of the exact type: normalised images, or vectors. */
  public Lowering onNumbers() {
    return new Lowering(use, precision, Input.NUMBERS, outputs, parts);
  }

  /** The same for a batch in parts: the program takes a list of them. */
  public Lowering inParts(int count) {
    return new Lowering(use, precision, input, outputs, count);
  }
}
