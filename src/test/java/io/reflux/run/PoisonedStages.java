package io.reflux.run;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.method.Method;
import io.reflux.method.Momentum;
import io.reflux.method.PseudoLabels;
import io.reflux.method.ViewPairs;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Students whose loss is not a number at one step, counted from 1. */
final class PoisonedStages extends StageFactory {
  private final long step;
  private final Predicate<Method> poisoned;

  PoisonedStages(long step) {
    this(step, method -> true);
  }

  /** Only students of some methods are poisoned. */
  PoisonedStages(long step, Predicate<Method> poisoned) {
    this.step = step;
    this.poisoned = poisoned;
  }

  @Override
  public Student student(StudentParts parts) {
    if (!poisoned.test(parts.method())) {
      return super.student(parts);
    }
    return super.student(
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
            parts.reporting(),
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
    public ViewPairs views() {
      return method.views();
    }

    @Override
    public OptionalInt turned() {
      return method.turned();
    }

    @Override
    public Optional<Momentum> momentum() {
      return method.momentum();
    }

    @Override
    public Optional<PseudoLabels> pseudoLabels() {
      return method.pseudoLabels();
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
