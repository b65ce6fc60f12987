package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.TensorScope;
import java.util.Optional;

/**
 * What a network is shown.
 *
 * @param images a row each
 * @param kept what the network keeps of each row, (rows, columns); empty if it leaves nothing out
 */
record Shown(NDArray images, Optional<NDArray> kept) {

  /** How many rows there are. */
  long rows() {
    return images.getShape().get(0);
  }

  /** The rows from one place to before another, on the device of a scope, which owns them. */
  Shown part(long from, long to, TensorScope owner) {
    return new Shown(
        owner.taken(ViewRows.rows(images, from, to)),
        kept.map(all -> owner.taken(ViewRows.rows(all, from, to))));
  }
}
