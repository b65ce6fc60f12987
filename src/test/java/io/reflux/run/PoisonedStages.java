package io.reflux.run;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
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

/**
 * Students that something is wrong with at one step, counted from 1: their loss is not a number.
 */
final class PoisonedStages extends StageFactory {
  private final long step;
  private final Predicate<Method> poisoned;
  private final Poison poison;

  /** Makes another loss of a loss and the embeddings that it is about. */
  private interface Poison {
    NDArray of(NDArray loss, NDArray embeddings);
  }

  PoisonedStages(long step) {
    this(step, method -> true);
  }

  /** Only students of some methods are poisoned. */
  PoisonedStages(long step, Predicate<Method> poisoned) {
    this(step, poisoned, (loss, e) -> loss.mul(loss.getManager().create(Float.NaN)));
  }

  private PoisonedStages(long step, Predicate<Method> poisoned, Poison poison) {
    this.step = step;
    this.poisoned = poisoned;
    this.poison = poison;
  }

  /** The loss is finite, its gradient is not: the root of nothing is too steep. */
  static PoisonedStages ofGradients(long step) {
    return new PoisonedStages(step, m -> true, (loss, e) -> loss.add(e.mul(0).sqrt().sum()));
  }

  /** The gradient is finite, its square, which Adam remembers, is not. */
  static PoisonedStages ofOptimizers(long step) {
    return new PoisonedStages(step, m -> true, (loss, e) -> loss.add(e.mul(1e25f).sum()));
  }

  /** Loss and gradient are finite, the embeddings are not: a loss that looks at few of them. */
  static PoisonedStages ofEmbeddings(long step) {
    return new PoisonedStages(
        step,
        m -> true,
        (loss, e) -> {
          NDArray none = e.sum().mul(0);
          Autograd.paused(() -> e.muli(Float.NaN));
          return none;
        });
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
            parts.placeOf(),
            new Poisoned(parts.method(), step - 1, poison),
            parts.dimensions(),
            parts.optimizer(),
            parts.schedule(),
            parts.length(),
            parts.place(),
            parts.reporting(),
            parts.chance(),
            parts.resumed()));
  }

  private record Poisoned(Method method, long globalStep, Poison poison) implements Method {
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
      return input.step() == globalStep
          ? Loss.of(poison.of(loss.value(), input.embeddings()))
          : loss;
    }
  }
}
