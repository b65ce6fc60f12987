package io.reflux.network;

import io.reflux.engine.ElementType;
import java.util.List;

/**
 * How the maps of a few columns are convolved on a processor: the images of a batch lie side by
 * side in long rows, with columns of zeros between them that both neighbours share.
 *
 * <p>oneDNN's convolutions go row by row, so those of a last stage, 4 columns wide where images are
 * 112 pixels, leave most of a register or a tile empty. What is computed is the same, but for
 * products with zeros. Of a filter of one place nothing is laid out anew: it is the product of all
 * places with a matrix.
 *
 * <p>Measured forth and back, 88 images, one core with AMX, beside the plain convolution: 512
 * channels, 3×3, in bfloat16 2.6 times as fast on maps of 4×4, 4 times on 2×2, 1.35 times on 7×7;
 * in float32 1.3, 2.9, and slower on 7×7. One place of 2048 channels to 512, on 4×4: 2.0 and 1.5.
 */
final class NarrowMaps {
  /** Filters that read fewer channels cost too little to gain by it. */
  private static final int LEAST_CHANNELS = 256;

  /** The widest maps, in columns of the answer. */
  private static final int WIDEST = 5;

  /** The widest ones of training in bfloat16, whose gradients of filters gain most. */
  private static final int WIDEST_ROUNDED = 7;

  private static final String NEIGHBOURS =
      """
      narrow_neighbours(images: int) -> int
      neighbours = ops.prim.min(images, 16)
      while images % neighbours != 0:
        neighbours = neighbours - 1
      if neighbours < 4:
        neighbours = images
      return neighbours
      """;

  private static final String INTO_ROWS =
      """
      narrow_rows(x: Tensor, neighbours: int, pitch: int) -> Tensor
      rows = torch.size(x, 0) // neighbours
      channels = torch.size(x, 1)
      height = torch.size(x, 2)
      width = torch.size(x, 3)
      maps = torch.reshape(torch.permute(x, [0, 2, 3, 1]), \
      [rows, neighbours, height, width, channels])
      maps = torch.permute(maps, [0, 2, 1, 3, 4])
      maps = torch.constant_pad_nd(maps, [0, 0, 0, pitch - width], 0)
      maps = torch.reshape(maps, [rows, height, neighbours * pitch, channels])
      return torch.permute(maps, [0, 3, 1, 2])
      """;

  private static final String OUT_OF_ROWS =
      """
      narrow_maps(y: Tensor, neighbours: int, pitch: int, width: int) -> Tensor
      rows = torch.size(y, 0)
      channels = torch.size(y, 1)
      height = torch.size(y, 2)
      maps = torch.slice(torch.permute(y, [0, 2, 3, 1]), 2, 0, neighbours * pitch, 1)
      maps = torch.reshape(maps, [rows, height, neighbours, pitch, channels])
      maps = torch.permute(torch.slice(maps, 3, 0, width, 1), [0, 2, 1, 3, 4])
      maps = torch.reshape(maps, [rows * neighbours, height, width, channels])
      return torch.permute(maps, [0, 3, 1, 2])
      """;

  private static final String TAKEN =
      """
      narrow_taken(x: Tensor, stride: int) -> Tensor
      if stride == 1:
        return x
      size = ops.prim.max(torch.size(x, 2), torch.size(x, 3))
      return torch.slice(torch.slice(x, 2, 0, size, stride), 3, 0, size, stride)
      """;

  private static final String PLACES =
      """
      narrow_places(x: Tensor) -> Tensor
      places = torch.permute(x, [0, 2, 3, 1])
      return torch.reshape(places, [-1, torch.size(x, 1)])
      """;

  private static final String CONV =
      """
      narrow_conv(x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, \
      widest: int) -> Tensor
      side = torch.size(weight, 3)
      width = (torch.size(x, 3) + 2 * padding - side) // stride + 1
      if ops.prim.is_cuda(x) or width > widest:
        return torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], 1)
      if side == 1:
        taken = self.narrow_taken(x, stride)
        filters = torch.reshape(weight, [torch.size(weight, 0), torch.size(weight, 1)])
        product = torch.linear(self.narrow_places(taken), filters, bias)
        maps = torch.reshape(product, \
      [torch.size(x, 0), torch.size(taken, 2), torch.size(taken, 3), torch.size(weight, 0)])
        return torch.permute(maps, [0, 3, 1, 2])
      neighbours = self.narrow_neighbours(torch.size(x, 0))
      steps = (torch.size(x, 3) + padding + stride - 1) // stride
      row = self.narrow_rows(x, neighbours, steps * stride)
      y = torch.conv2d(row, weight, bias, [stride, stride], [padding, padding], [1, 1], 1)
      return self.narrow_maps(y, neighbours, steps, width)
      """;

  private static final String FUSED =
      """
      narrow_fused(x: Tensor, weight: Tensor, bias: Optional[Tensor], other: Optional[Tensor], \
      overwrites: bool, rectified: bool, stride: int, padding: int) -> Tensor
      none = annotate(List[Optional[number]], [])
      strides = [stride, stride]
      paddings = [padding, padding]
      if other is None:
        kind = "none"
        if rectified:
          kind = "relu"
        return ops.mkldnn._convolution_pointwise(x, weight, bias, paddings, strides, [1, 1], 1, \
      kind, none, None)
      rectifier = annotate(Optional[str], None)
      if rectified:
        rectifier = "relu"
      if overwrites:
        return ops.mkldnn._convolution_pointwise_(other, x, weight, bias, paddings, strides, \
      [1, 1], 1, "add", 1, rectifier, none, None)
      return ops.mkldnn._convolution_pointwise(x, other, weight, bias, paddings, strides, \
      [1, 1], 1, "add", 1, rectifier, none, None)
      """;

  private static final String FUSED_CONV =
      """
      narrow_fused_conv(x: Tensor, weight: Tensor, bias: Optional[Tensor], \
      other: Optional[Tensor], overwrites: bool, rectified: bool, stride: int, padding: int, \
      side: int, widest: int) -> Tensor
      width = (torch.size(x, 3) + 2 * padding - side) // stride + 1
      if width > widest:
        return self.narrow_fused(x, weight, bias, other, overwrites, rectified, stride, padding)
      if side == 1:
        taken = self.narrow_taken(x, stride)
        added = other
        if other is not None:
          added = self.narrow_row(other)
        y = self.narrow_fused(self.narrow_row(taken), weight, bias, added, overwrites, \
      rectified, 1, 0)
        maps = torch.reshape(torch.permute(y, [0, 2, 3, 1]), \
      [torch.size(x, 0), torch.size(taken, 2), torch.size(taken, 3), torch.size(y, 1)])
        return torch.permute(maps, [0, 3, 1, 2])
      neighbours = self.narrow_neighbours(torch.size(x, 0))
      steps = (torch.size(x, 3) + padding + stride - 1) // stride
      row = self.narrow_rows(x, neighbours, steps * stride)
      added = other
      if other is not None:
        added = self.narrow_rows(other, neighbours, steps)
      y = self.narrow_fused(row, weight, bias, added, True, rectified, stride, padding)
      return self.narrow_maps(y, neighbours, steps, width)
      """;

  private static final String SIZE =
      """
      narrow_size(x: Tensor, stride: int, padding: int, side: int, widest: int) -> List[int]
      if (torch.size(x, 3) + 2 * padding - side) // stride + 1 > widest:
        return torch.size(x)
      channels = torch.size(x, 1)
      if side == 1:
        taken = self.narrow_taken(x, stride)
        return [1, channels, 1, torch.size(x, 0) * torch.size(taken, 2) * torch.size(taken, 3)]
      neighbours = self.narrow_neighbours(torch.size(x, 0))
      steps = (torch.size(x, 3) + padding + stride - 1) // stride
      rows = torch.size(x, 0) // neighbours
      return [rows, channels, torch.size(x, 2), neighbours * steps * stride]
      """;

  private static final String ROW =
      """
      narrow_row(x: Tensor) -> Tensor
      places = torch.unsqueeze(torch.unsqueeze(self.narrow_places(x), 0), 0)
      return torch.permute(places, [0, 3, 1, 2])
      """;

  private NarrowMaps() {}

  /** True if a convolution of a program that nobody is given may gain by it, on narrow maps. */
  static boolean mayHelp(Conv conv, Lowering lowering) {
    Window window = conv.window();
    return lowering.use() != Lowering.Use.INFERENCE
        && lowering.precision().compute() != ElementType.FLOAT64
        && conv.groups() == 1
        && conv.weight().shape()[1] >= LEAST_CHANNELS
        && window.side() == 2 * window.padding() + 1;
  }

  /** The call in training, with all tensors in the trunk's type. */
  static String conv(Script script, String x, String weight, String bias, Window window) {
    List.of(NEIGHBOURS, INTO_ROWS, OUT_OF_ROWS, TAKEN, PLACES, CONV).forEach(script::calls);
    int widest = script.rounds() && window.side() > 1 ? WIDEST_ROUNDED : WIDEST;
    return "self.narrow_conv(%s, %s, %s, %d, %d, %d)"
        .formatted(x, weight, bias, window.stride(), window.padding(), widest);
  }

  /** The size of what a lane's convolution reads. */
  static String size(Script script, String x, Window window) {
    List.of(NEIGHBOURS, TAKEN, SIZE).forEach(script::calls);
    return "self.narrow_size(%s, %d, %d, %d, %d)"
        .formatted(x, window.stride(), window.padding(), window.side(), WIDEST);
  }

  /**
   * A lane's call, of oneDNN's fused convolution.
   *
   * @param operands the map, the filters, their bias or {@code None}, what is added or {@code
   *     None}, and whether that may be overwritten and the rectifier comes last
   */
  static String fused(Script script, String operands, Window window) {
    List.of(NEIGHBOURS, INTO_ROWS, OUT_OF_ROWS, TAKEN, PLACES, ROW, FUSED, FUSED_CONV)
        .forEach(script::calls);
    return "self.narrow_fused_conv(%s, %d, %d, %d, %d)"
        .formatted(operands, window.stride(), window.padding(), window.side(), WIDEST);
  }
}
