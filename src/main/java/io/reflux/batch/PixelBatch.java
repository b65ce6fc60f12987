package io.reflux.batch;

import io.reflux.intake.Unreadable;
import io.reflux.wire.PlannedImage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A loaded batch. Rows are view after view: with {@code n} examples that could be read, row {@code
 * i + k * n} is view {@code k} of the i-th of them. Views may have different sides; the pixels of
 * the views of one side lie together.
 */
public final class PixelBatch {
  private final BatchPlan plan;
  private final int[] exampleIds;
  private final int[] draws;
  private final int[] labels;
  private final PixelLayout layout;
  private final List<Unreadable> unreadable;
  private final PixelBuffer buffer;

  PixelBatch(
      BatchPlan plan,
      int[] readable,
      PixelLayout layout,
      List<Unreadable> unreadable,
      PixelBuffer buffer) {
    this.plan = plan;
    this.layout = layout;
    this.unreadable = List.copyOf(unreadable);
    this.buffer = buffer;
    int n = readable.length;
    exampleIds = new int[n * plan.views()];
    draws = new int[n * plan.views()];
    labels = new int[n * plan.views()];
    for (int row = 0; row < exampleIds.length; row++) {
      exampleIds[row] = plan.exampleIds()[readable[row % n]];
      draws[row] = plan.draws()[readable[row % n]];
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

  /** How often the example of each row was drawn before in the epoch; treated as read-only. */
  public int[] draws() {
    return draws;
  }

  /** The class of each row; treated as read-only. */
  public int[] labels() {
    return labels;
  }

  /** How the image of a row is made, unless it is mixed with others. */
  public PlannedImage planned(int row) {
    return new PlannedImage(exampleIds[row], draws[row], row / examples(), plan.viewEpoch());
  }

  /** How many examples could be read. */
  public int examples() {
    return exampleIds.length / plan.views();
  }

  /** The views of each side; one group if all views have the same. */
  public List<ViewGroup> groups() {
    return layout.groups();
  }

  /**
   * The side of each view, in pixels.
   *
   * @throws IllegalStateException if there are several
   */
  public int side() {
    return only().side();
  }

  /** The examples that could not be read; they have no rows. */
  public List<Unreadable> unreadable() {
    return unreadable;
  }

  /**
   * The pixels of a batch whose views have one side: a direct view of uint8 (rows, side, side, 3),
   * red first, from position 0.
   *
   * @throws IllegalStateException if the views have several sides
   */
  public ByteBuffer pixels() {
    return pixels(only());
  }

  /**
   * The pixels of the views of one side, view after view: a direct view of uint8 (views × examples,
   * side, side, 3), red first, from position 0.
   *
   * @param group one of {@link #groups}
   */
  public ByteBuffer pixels(ViewGroup group) {
    return buffer.memory().slice(layout.start(group), layout.bytes(group));
  }

  /** Gives the memory back to its pool; {@link #pixels()} must not be touched afterwards. */
  public void release() {
    buffer.release();
  }

  private ViewGroup only() {
    List<ViewGroup> groups = layout.groups();
    if (groups.size() > 1) {
      throw new IllegalStateException(
          "batch: views of sides "
              + groups.stream().map(ViewGroup::side).toList()
              + " (expected: one side)");
    }
    return groups.get(0);
  }
}
