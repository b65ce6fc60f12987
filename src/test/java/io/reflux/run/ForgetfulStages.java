package io.reflux.run;

import io.reflux.engine.HostTensor;
import io.reflux.method.Method;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Students that go on with some of their state as it was before the first step. */
final class ForgetfulStages extends StageFactory {
  private final Forgotten forgotten;

  /** The methods of which there was something to forget. */
  private final Set<Method> methods = ConcurrentHashMap.newKeySet();

  /** What is forgotten of a state. */
  enum Forgotten {
    OPTIMIZER,
    TRAINABLES,
    MEMORIES,
    MOMENTUM_NETWORK;

    private Map<String, HostTensor> of(StudentState state) {
      return switch (this) {
        case OPTIMIZER -> state.optimizer();
        case TRAINABLES -> state.trainables();
        case MEMORIES -> state.memories();
        case MOMENTUM_NETWORK -> state.momentumNetwork();
      };
    }

    private Map<String, HostTensor> chosen(Forgotten other, StudentState kept, StudentState fresh) {
      return of(this == other ? fresh : kept);
    }

    private StudentState of(StudentState kept, StudentState fresh) {
      return new StudentState(
          kept.network(),
          OPTIMIZER.chosen(this, kept, fresh),
          TRAINABLES.chosen(this, kept, fresh),
          MEMORIES.chosen(this, kept, fresh),
          MOMENTUM_NETWORK.chosen(this, kept, fresh));
    }
  }

  ForgetfulStages(Forgotten forgotten) {
    this.forgotten = forgotten;
  }

  @Override
  public Student student(StudentParts parts) {
    return parts
        .resumed()
        .map(kept -> forgetful(parts, kept))
        .orElseGet(() -> super.student(parts));
  }

  /** Whether there was something to forget of a method's students. */
  boolean forgot(Method method) {
    return methods.contains(method);
  }

  private Student forgetful(StudentParts parts, StudentState kept) {
    try (Student other = super.student(resuming(parts, Optional.empty()))) {
      StudentState fresh = other.snapshot();
      if (!forgotten.of(fresh).isEmpty()) {
        methods.add(parts.method());
      }
      return super.student(resuming(parts, Optional.of(forgotten.of(kept, fresh))));
    }
  }

  private static StudentParts resuming(StudentParts parts, Optional<StudentState> state) {
    return new StudentParts(
        parts.program(),
        parts.outputs(),
        parts.placeOf(),
        parts.method(),
        parts.dimensions(),
        parts.optimizer(),
        parts.schedule(),
        parts.length(),
        parts.place(),
        parts.reporting(),
        parts.chance(),
        state);
  }
}
