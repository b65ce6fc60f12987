package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.miner.Miner;
import io.reflux.miner.MinerInput;
import io.reflux.miner.Miners;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.transfer.CrdLoss;
import io.reflux.setting.Section;

/** How a term gets its tuples. */
public interface Mining {
  /** No tuples: for objectives that look at the whole batch. */
  Mining NONE = (input, chance) -> Tuples.NONE;

  /** The tuples of one batch. */
  Tuples mine(LossInput input, Chance chance);

  /** Mining in the student's embeddings, which are copied to host memory for it. */
  static Mining by(Miner miner) {
    return (input, chance) -> {
      NDArray embeddings = input.embeddings();
      int size = Math.toIntExact(embeddings.getShape().get(1));
      HostTensor copy = HostTensor.copyOf(embeddings);
      float[] values = copy.to(ElementType.FLOAT32).floats();
      return miner.mine(new MinerInput(values, size, input.labels()), chance);
    };
  }

  /** Reads {@code miner { type = … }}; without one, the miner that the objective asks for. */
  static Mining read(Section section, Objective objective) {
    if (objective instanceof CrdLoss crd) {
      if (section.isWritten("miner")) {
        section.refuse("miner", "none: crd compares with its memory");
      }
      return new MemoryNegatives(crd.negatives());
    }
    if (section.has("miner")) {
      return by(Miners.CATALOGUE.read(section.section("miner")));
    }
    String name = objective.defaultMiner();
    return name.isEmpty() ? NONE : by(Miners.CATALOGUE.withDefaults(name));
  }

  /** How a second objective of a section gets its tuples: by the same miner if one is written. */
  static Mining again(Section section, Objective objective, Mining mining) {
    if (section.has("miner")) {
      return mining;
    }
    String name = objective.defaultMiner();
    return name.isEmpty() ? NONE : by(Miners.CATALOGUE.withDefaults(name));
  }
}
