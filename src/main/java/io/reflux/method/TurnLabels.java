package io.reflux.method;

import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.Trainable;
import io.reflux.objective.self.ImageRotationLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Image rotation whose labels are how often each row's image was turned.
 *
 * @param loss the loss
 */
record TurnLabels(ImageRotationLoss loss) implements Objective {

  @Override
  public Set<String> studentOutputs() {
    return loss.studentOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return loss.trainables(dimensions);
  }

  @Override
  public Loss loss(LossInput input) {
    int[] turns = Arrays.stream(input.exampleIds()).map(Method::quarterTurns).toArray();
    return loss.loss(input.withLabels(turns));
  }
}
