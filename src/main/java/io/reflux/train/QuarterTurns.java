package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.reflux.method.Method;

/** Images turned counter-clockwise by quarter turns, each by its own number of them. */
final class QuarterTurns {
  private QuarterTurns() {}

  /**
   * Turns the images of one view.
   *
   * @param images square; uint8 (n, side, side, 3), or numbers (n, 3, side, side)
   * @param place which of the views among the rows is turned
   * @param ids the example of each row of that view: {@link Method#quarterTurns} of it
   */
  static NDArray turned(NDArray images, int place, int[] ids) {
    int[] sides = images.getDataType() == DataType.UINT8 ? new int[] {1, 2} : new int[] {2, 3};
    long from = (long) place * ids.length;
    NDList parts = new NDList();
    if (from > 0) {
      parts.add(ViewRows.rows(images, 0, from));
    }
    for (int i = 0; i < ids.length; i++) {
      NDArray image = ViewRows.rows(images, from + i, from + i + 1);
      int turns = Method.quarterTurns(ids[i]);
      parts.add(turns == 0 ? image : image.rotate90(turns, sides));
    }
    long rows = images.getShape().get(0);
    if (from + ids.length < rows) {
      parts.add(ViewRows.rows(images, from + ids.length, rows));
    }
    return NDArrays.concat(parts, 0);
  }
}
