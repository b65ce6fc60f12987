package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.miner.BatchNeeds;
import io.reflux.miner.Members;
import io.reflux.miner.Miner;
import io.reflux.miner.MinerInput;
import io.reflux.miner.Tuples;
import java.util.Set;

/**
 * Tuples mined in the student's embeddings, which are copied to host memory for it; none if they
 * aren't finite: the loss isn't then either, and whoever looks at it says so.
 */
record Mined(Miner miner, Set<Members> taken) implements TupleSource {

  @Override
  public BatchNeeds needs() {
    return miner.needs();
  }

  @Override
  public Tuples tuples(LossInput input, Chance chance) {
    NDArray embeddings = input.embeddings();
    int size = Math.toIntExact(embeddings.getShape().get(1));
    float[] values = HostTensor.copyOf(embeddings).to(ElementType.FLOAT32).floats();
    return isFinite(values)
        ? miner.mine(new MinerInput(values, size, input.labels()), chance)
        : Tuples.NONE;
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
