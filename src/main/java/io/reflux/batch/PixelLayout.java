package io.reflux.batch;

import io.reflux.intake.Picture;
import java.util.List;

/**
 * Where the views of a batch lie in its memory: side after side, so that what a network runs on at
 * once lies together; within a side view after view, within a view example after example.
 */
final class PixelLayout {
  private final List<ViewGroup> groups;
  private final int examples;
  private final int[] starts;
  private final int[] rowBytes;
  private final int bytes;

  /**
   * The layout of a batch.
   *
   * @param sides the side of each view in pixels
   * @param examples how many examples there are
   * @throws ArithmeticException if there are more bytes than a buffer can have
   */
  PixelLayout(List<Integer> sides, int examples) {
    this.examples = examples;
    groups = ViewGroup.of(sides);
    starts = new int[sides.size()];
    rowBytes = new int[sides.size()];
    int next = 0;
    for (ViewGroup group : groups) {
      for (int view : group.views()) {
        rowBytes[view] = Math.multiplyExact(Picture.CHANNELS * group.side(), group.side());
        starts[view] = next;
        next = Math.addExact(next, Math.multiplyExact(examples, rowBytes[view]));
      }
    }
    bytes = next;
  }

  /** The views of each side. */
  List<ViewGroup> groups() {
    return groups;
  }

  /** The bytes of all views. */
  int bytes() {
    return bytes;
  }

  /** The bytes of one row of a view. */
  int rowBytes(int view) {
    return rowBytes[view];
  }

  /** Where a row of a view begins. */
  int start(int view, int example) {
    return starts[view] + example * rowBytes[view];
  }

  /** Where a side's views begin. */
  int start(ViewGroup group) {
    return starts[group.views().get(0)];
  }

  /** The bytes of a side's views. */
  int bytes(ViewGroup group) {
    return group.views().size() * examples * rowBytes[group.views().get(0)];
  }
}
