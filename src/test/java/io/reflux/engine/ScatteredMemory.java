package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/**
 * A program: prints its resident megabytes after it has freed most of what it had, every twentieth
 * piece left, and again when what is free was given back.
 */
final class ScatteredMemory {
  private static final int PIECES = 420;
  private static final int FLOATS = 250_000;

  private ScatteredMemory() {}

  public static void main(String[] words) {
    try (TensorScope scope = TensorScope.open("memory", Device.CPU)) {
      NDArray[] pieces =
          IntStream.range(0, PIECES)
              .mapToObj(i -> scope.manager().ones(new Shape(FLOATS)))
              .toArray(NDArray[]::new);
      IntStream.range(0, PIECES).filter(i -> i % 20 != 0).forEach(i -> pieces[i].close());
      long before = megabytes();
      NativeMemory.giveBack();
      System.out.println(before + " " + megabytes());
    }
  }

  private static long megabytes() {
    return Math.round(1e3 * ResidentMemory.gigabytes().orElseThrow());
  }
}
