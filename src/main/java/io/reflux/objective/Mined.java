package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.miner.BatchNeeds;
import io.reflux.miner.Miner;
import io.reflux.miner.MinerInput;
import io.reflux.miner.Tuples;

/** Tuples mined in the student's embeddings, which are copied to host memory for it. */
record Mined(Miner miner) implements TupleSource {

  @Override
  public BatchNeeds needs() {
    return miner.needs();
  }

  @Override
  public Tuples tuples(LossInput input, Chance chance) {
    NDArray embeddings = input.embeddings();
    int size = Math.toIntExact(embeddings.getShape().get(1));
    float[] values = HostTensor.copyOf(embeddings).to(ElementType.FLOAT32).floats();
    return miner.mine(new MinerInput(values, size, input.labels()), chance);
  }
}
