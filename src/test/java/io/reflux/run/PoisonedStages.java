package io.reflux.run;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.method.Method;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.train.StudentParts;
import java.util.List;
import java.util.Set;

/** Students whose loss is not a number at one step, counted from 1. */
final class PoisonedStages extends StageFactory {
  private final long step;

  PoisonedStages(long step) {
    this.step = step;
  }

  @Override
  Trainer.Pupil pupil(StudentParts parts) {
    return super.pupil(
        new StudentParts(
            parts.program(),
            parts.outputs(),
            parts.groupOf(),
            new Poisoned(parts.method(), step - 1),
            parts.dimensions(),
            parts.optimizer(),
            parts.schedule(),
            parts.length(),
            parts.device(),
            parts.threads(),
            parts.microBatch(),
            parts.chance(),
            parts.resumed()));
  }

  private record Poisoned(Method method, long globalStep) implements Method {
    @Override
    public Set<String> studentOutputs() {
      return method.studentOutputs();
    }

    @Override
    public Set<String> teacherOutputs() {
      return method.teacherOutputs();
    }

    @Override
    public List<Trainable> trainables(Dimensions dimensions) {
      return method.trainables(dimensions);
    }

    @Override
    public List<Trainable> memories(Dimensions dimensions) {
      return method.memories(dimensions);
    }

    @Override
    public Loss loss(LossInput input, Chance chance) {
      Loss loss = method.loss(input, chance);
      NDArray value = loss.value();
      return input.step() == globalStep
          ? Loss.of(value.mul(value.getManager().create(Float.NaN)))
          : loss;
    }
  }
}
