package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of some views out of those of several, view after view. */
final class ViewRows {
  private ViewRows() {}

  /**
   * Picks views.
   *
   * @param all rows of the views {@code there}, in that order
   * @param there the views that are there
   * @param wanted the views that are wanted, in that order
   * @throws IllegalArgumentException if one isn't there
   */
  static NDArray pick(NDArray all, List<Integer> there, List<Integer> wanted) {
    if (there.equals(wanted)) {
      return all;
    }
    long each = all.getShape().get(0) / there.size();
    NDList parts = new NDList();
    for (int view : wanted) {
      int place = there.indexOf(view);
      if (place < 0) {
        throw new IllegalArgumentException("view " + view + ": missing (expected: " + there + ")");
      }
      parts.add(rows(all, place * each, (place + 1) * each));
    }
    return parts.size() == 1 ? parts.head() : NDArrays.concat(parts, 0);
  }

  /** The rows from one place to before another; a view of the same memory. */
  static NDArray rows(NDArray all, long from, long to) {
    return all.get(from + ":" + to);
  }

  /** The first so many views. */
  static List<Integer> first(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
