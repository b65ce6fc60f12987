package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.objective.self.S2sdLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * S2SD as a method: the student's embedding and each wider one are mined on their own.
 *
 * @param objective the loss
 * @param mining which tuples the loss of the student's embedding looks at
 * @param targetMining which tuples the loss of each wider embedding looks at
 */
record SelfDistillation(S2sdLoss objective, Mining mining, List<Mining> targetMining)
    implements Method {

  /** The wider embeddings mined all in one way. */
  static SelfDistillation of(S2sdLoss objective, Mining mining, Mining targetMining) {
    int targets = objective.targetSizes().size();
    return new SelfDistillation(objective, mining, Collections.nCopies(targets, targetMining));
  }

  /** The same with other tuples for {@code source} and {@code target.<k>} where they are named. */
  SelfDistillation mining(Map<String, Mining> others) {
    List<Mining> targets = new ArrayList<>();
    for (int k = 0; k < targetMining.size(); k++) {
      targets.add(others.getOrDefault("target." + k, targetMining.get(k)));
    }
    return new SelfDistillation(objective, others.getOrDefault("source", mining), targets);
  }

  @Override
  public Set<String> studentOutputs() {
    return objective.studentOutputs();
  }

  @Override
  public Set<String> teacherOutputs() {
    return objective.teacherOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return objective.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return objective.memories(dimensions);
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    List<NDArray> targets = objective.targets(input);
    List<Tuples> tuples = new ArrayList<>();
    for (int k = 0; k < targets.size(); k++) {
      LossInput wide = input.withEmbeddings(targets.get(k));
      tuples.add(targetMining.get(k).mine(wide, chance.at("target").at(k)));
    }
    Tuples own = mining.mine(input, chance.at("source"));
    return objective.loss(input.withTuples(own), targets, tuples);
  }
}
