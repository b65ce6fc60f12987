package io.reflux.objective;

import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;

/** No tuples: the loss makes what it compares of the batch itself. */
public enum Unmined implements TupleSource {
  /** Whatever a pipeline file says: the loss looks at the whole batch. */
  WHOLE_BATCH("none: this loss looks at the whole batch"),

  /** Unless a pipeline file names a miner: the loss takes all that the labels make. */
  ALL("");

  private final String refusal;

  Unmined(String refusal) {
    this.refusal = refusal;
  }

  @Override
  public Tuples tuples(LossInput input, Chance chance) {
    return Tuples.NONE;
  }

  @Override
  public String refusal() {
    return refusal;
  }
}
