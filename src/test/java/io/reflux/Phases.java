package io.reflux;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The behaviors that an actor's class makes: itself, what it creates, each of its phases. */
final class Phases {
  private Phases() {}

  /**
   * All that can be made of samples.
   *
   * @param actor the class in which the actor's protocol stands
   */
  @SuppressWarnings("unchecked")
  static List<Behavior<Object>> of(Class<?> actor, Samples samples, ActorContext<Object> context) {
    List<Behavior<Object>> phases = new ArrayList<>();
    Object made = samples.of(actor);
    if (made instanceof Behavior<?> itself) {
      phases.add((Behavior<Object>) itself);
    }
    for (Method method : actor.getDeclaredMethods()) {
      boolean canBeCalled = made != null || Modifier.isStatic(method.getModifiers());
      if (canBeCalled && makesAPhase(method)) {
        try {
          method.setAccessible(true);
          Object phase = method.invoke(made, samples.arguments(method));
          Behavior<Object> begun = Behavior.start((Behavior<Object>) phase, context);
          if (isAtWork(begun)) {
            phases.add(begun);
          }
        } catch (ReflectiveOperationException | RuntimeException notOfSamples) {
          // another one may do
        }
      }
    }
    return phases;
  }

  /** True of a method that is no handler of a message: those of a phase take no message. */
  private static boolean makesAPhase(Method method) {
    return method.getReturnType() == Behavior.class
        && !method.isSynthetic()
        && Arrays.stream(method.getParameterTypes())
            .noneMatch(type -> type.getInterfaces().length > 0 && isMessage(type));
  }

  private static boolean isMessage(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .anyMatch(each -> each.isSealed() && each.getSimpleName().equals("Command"));
  }

  /** True unless it is a mere sign: the same as before, or stopped. */
  private static boolean isAtWork(Behavior<Object> phase) {
    return Behavior.isAlive(phase)
        && !Behavior.isUnhandled(phase)
        && phase != Behaviors.<Object>same();
  }
}
