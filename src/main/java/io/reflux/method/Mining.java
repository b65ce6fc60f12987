package io.reflux.method;

import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;

/** How a term gets its tuples. */
interface Mining {
  /** No tuples: for objectives that look at the whole batch. */
  Mining NONE = (input, chance) -> Tuples.NONE;

  /** The tuples of one batch. */
  Tuples mine(LossInput input, Chance chance);
}
