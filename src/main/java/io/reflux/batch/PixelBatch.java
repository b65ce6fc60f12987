package io.reflux.batch;

import io.reflux.intake.Picture;
import io.reflux.intake.Unreadable;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A loaded batch. Rows are view after view: with {@code n} examples that could be read, row {@code
 * i + k * n} is view {@code k} of the i-th of them.
 */
public final class PixelBatch {
  private final BatchPlan plan;
  private final int[] exampleIds;
  private final int[] labels;
  private final int side;
  private final List<Unreadable> unreadable;
  private final PixelBuffer buffer;

  PixelBatch(
      BatchPlan plan, int[] readable, int side, List<Unreadable> unreadable, PixelBuffer buffer) {
    this.plan = plan;
    this.side = side;
    this.unreadable = List.copyOf(unreadable);
    this.buffer = buffer;
    int n = readable.length;
    exampleIds = new int[n * plan.views()];
    labels = new int[n * plan.views()];
    for (int row = 0; row < exampleIds.length; row++) {
      exampleIds[row] = plan.exampleIds()[readable[row % n]];
      labels[row] = plan.labels()[readable[row % n]];
    }
  }

  /** What was asked for. */
  public BatchPlan plan() {
    return plan;
  }

  /** How many rows there are: examples that could be read, times views. */
  public int rows() {
    return exampleIds.length;
  }

  /** The example of each row, by its index in the split; treated as read-only. */
  public int[] exampleIds() {
    return exampleIds;
  }

  /** The class of each row; treated as read-only. */
  public int[] labels() {
    return labels;
  }

  /** The side of each view, in pixels. */
  public int side() {
    return side;
  }

  /** The examples that could not be read; they have no rows. */
  public List<Unreadable> unreadable() {
    return unreadable;
  }

  /** The pixels: a direct view of uint8 (rows, side, side, 3), red first, from position 0. */
  public ByteBuffer pixels() {
    return buffer.memory().slice(0, rows() * Picture.CHANNELS * side * side);
  }

  /** Gives the memory back to its pool; {@link #pixels} must not be touched afterwards. */
  public void release() {
    buffer.release();
  }
}
