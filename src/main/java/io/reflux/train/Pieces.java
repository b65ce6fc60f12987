package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.TensorScope;

/**
 * A batch's rows in pieces of the same number; the last one may be shorter.
 *
 * @param images of all rows
 * @param rows of a piece
 */
record Pieces(NDArray images, long rows) {

  /** How many there are. */
  int count() {
    return Math.toIntExact((images.getShape().get(0) + rows - 1) / rows);
  }

  /** The images of a piece, on the device of a scope, which owns them. */
  NDArray images(int piece, TensorScope owner) {
    return of(images, piece, owner);
  }

  /** The rows of a piece of something that has a row for each of the images. */
  NDArray of(NDArray all, int piece, TensorScope owner) {
    long from = piece * rows;
    return owner.taken(ViewRows.rows(all, from, Math.min(all.getShape().get(0), from + rows)));
  }
}
