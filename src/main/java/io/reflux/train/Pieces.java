package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.TensorScope;

/**
 * A batch's rows in pieces of the same number; the last one may be shorter.
 *
 * @param shown all rows
 * @param rows of a piece
 */
record Pieces(Shown shown, long rows) {

  /** How many there are. */
  int count() {
    return Math.toIntExact((shown.rows() + rows - 1) / rows);
  }

  /** What the network is shown in a piece, on the device of a scope, which owns it. */
  Shown shown(int piece, TensorScope owner) {
    long from = piece * rows;
    return shown.part(from, Math.min(shown.rows(), from + rows), owner);
  }

  /** The rows of a piece of something that has a row for each of the images. */
  NDArray of(NDArray all, int piece, TensorScope owner) {
    long from = piece * rows;
    return owner.taken(ViewRows.rows(all, from, Math.min(all.getShape().get(0), from + rows)));
  }
}
