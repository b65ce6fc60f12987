package io.reflux.objective;

import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;

/** No tuples. */
record Unmined(String refusal) implements TupleSource {

  @Override
  public Tuples tuples(LossInput input, Chance chance) {
    return Tuples.NONE;
  }
}
