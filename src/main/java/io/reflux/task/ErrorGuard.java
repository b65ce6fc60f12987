package io.reflux.task;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.stage.Failures;
import io.reflux.stage.StageFailedException;
import java.util.function.Function;

/**
 * Lets an {@link Error} end the actor that met it, and nothing else. Unguarded, an error that the
 * JVM calls fatal (no memory left, a stack that is too deep, a library that doesn't fit) would end
 * the process from within the actor's thread, and nobody would hear which stage it was.
 */
public final class ErrorGuard<M> extends BehaviorInterceptor<M, M> {

  @SuppressWarnings("unchecked") // it looks at no message, so that any class will do
  private ErrorGuard() {
    super((Class<M>) (Class<?>) Object.class);
  }

  /** The same behavior, guarded. */
  public static <M> Behavior<M> around(Behavior<M> behavior) {
    return Behaviors.intercept(ErrorGuard::new, behavior);
  }

  /** Why an actor has failed; if it is a guarded one, perhaps by an error. */
  public static Throwable cause(ChildFailed heard) {
    Throwable failure = Failures.cause(heard.getCause());
    Throwable met = failure.getCause();
    return failure instanceof MetErrorException && met != null ? met : failure;
  }

  /** A phase that fails by its name if one of its stages dies or ends. */
  static <M> BehaviorBuilder<M> watching(
      BehaviorBuilder<M> phase, Function<Throwable, Behavior<M>> fail) {
    return phase
        .onSignal(ChildFailed.class, failed -> fail.apply(failure(failed)))
        .onSignal(
            Terminated.class,
            ended -> fail.apply(StageFailedException.ofEnded(ended.getRef().path().name())));
  }

  private static StageFailedException failure(ChildFailed heard) {
    return StageFailedException.of(heard.getRef().path().name(), cause(heard));
  }

  @Override
  public Behavior<M> aroundStart(TypedActorContext<M> context, PreStartTarget<M> target) {
    try {
      return target.start(context);
    } catch (Error e) {
      throw new MetErrorException(e);
    }
  }

  @Override
  public Behavior<M> aroundReceive(
      TypedActorContext<M> context, M message, ReceiveTarget<M> target) {
    try {
      return target.apply(context, message);
    } catch (Error e) {
      throw new MetErrorException(e);
    }
  }

  @Override
  public Behavior<M> aroundSignal(
      TypedActorContext<M> context, Signal signal, SignalTarget<M> target) {
    try {
      return target.apply(context, signal);
    } catch (Error e) {
      throw new MetErrorException(e);
    }
  }

  /** An error, as something that an actor may fail by. */
  private static final class MetErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MetErrorException(Error cause) {
      super(cause.toString(), cause);
    }
  }
}
