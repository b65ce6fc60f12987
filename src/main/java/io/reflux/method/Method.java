package io.reflux.method;

import io.reflux.chance.Chance;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import java.util.List;
import java.util.Set;

/** A whole training method. It holds settings only; the trainer owns what it trains. */
public interface Method {

  /** The student's outputs that it reads, by name. */
  Set<String> studentOutputs();

  /** The teacher's outputs that it reads, by name; empty if it needs no teacher. */
  Set<String> teacherOutputs();

  /** The parameters that it trains beside the network. */
  List<Trainable> trainables(Dimensions dimensions);

  /** What it remembers from step to step. */
  List<Trainable> memories(Dimensions dimensions);

  /**
   * The loss of one batch.
   *
   * @param input the batch, without tuples: the method mines its own
   * @param chance the randomness of this step
   */
  Loss loss(LossInput input, Chance chance);
}
