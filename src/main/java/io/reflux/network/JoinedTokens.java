package io.reflux.network;

import io.reflux.setting.InputException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All tokens of a grid of patches beside each other: (n, grid · grid, width) → (n, grid · grid ·
 * width).
 *
 * @param grid how many patches a side there have to be
 * @param patch the side of one, in pixels
 */
record JoinedTokens(int grid, int patch) implements Operation {
  @Override
  public OptionalInt onlySide() {
    return OptionalInt.of(grid * patch);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    if (in[1] != (long) grid * grid) {
      throw new InputException(
          ("image side: %d patches (expected: %d, as of images of %d pixels; a layer looks at all"
                  + " of them)")
              .formatted(in[1], grid * grid, grid * patch));
    }
    return new long[] {in[0], in[1] * in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.like(inputs.get(0), "torch.flatten(" + inputs.get(0) + ", 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Flatten", Map.of("axis", 1L), inputs.get(0));
  }
}
