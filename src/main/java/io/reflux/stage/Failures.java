package io.reflux.stage;

import akka.actor.ActorInitializationException;
import io.reflux.intake.StorageException;
import io.reflux.setting.FileFault;
import io.reflux.setting.InputException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The cause behind the wrappers that futures and actors put around it. */
public final class Failures {
  private Failures() {}

  /** The first cause that is not a wrapper. */
  public static Throwable cause(@Nullable Throwable error) {
    Throwable cause = error == null ? new IllegalStateException("failed without a cause") : error;
    while ((cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof ActorInitializationException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The first cause that is not a wrapper, also of a stage that has ended by it. */
  public static Throwable origin(Throwable error) {
    Throwable cause = cause(error);
    return ofStage(cause)
        .flatMap(failed -> Optional.ofNullable(failed.getCause()))
        .map(Failures::origin)
        .orElse(cause);
  }

  /** Whether an answer has not come in time. */
  static boolean isTimeout(Throwable error) {
    return cause(error) instanceof TimeoutException;
  }

  /** After which time a stage is asked again that begins afresh; empty if it doesn't. */
  public static Optional<Duration> rest(@Nullable Throwable error) {
    return cause(error) instanceof StageRestartingException restarting
        ? Optional.of(restarting.delay())
        : Optional.empty();
  }

  /**
   * Whether what failed may succeed if it is tried again: not if what was asked for can't be,
   * whether by the user's fault or the program's, and not if the storage has been waited for
   * already.
   */
  static boolean mayPass(Throwable error) {
    return !(isInput(error)
        || error instanceof IllegalArgumentException
        || error instanceof StorageException);
  }

  /** Whether what the user gave is at fault. */
  public static boolean isInput(Throwable error) {
    return error instanceof InputException;
  }

  /** The failure of a stage, if it is one. */
  static Optional<StageFailedException> ofStage(Throwable error) {
    return cause(error) instanceof StageFailedException failed
        ? Optional.of(failed)
        : Optional.empty();
  }

  /** The failure of a student's step, if it is one. */
  public static Optional<StepFailedException> ofStep(Throwable error) {
    return cause(error) instanceof StepFailedException failed
        ? Optional.of(failed)
        : Optional.empty();
  }

  /** Whether something was met that no program is written for: no memory left, a stack too deep. */
  static boolean isError(Throwable error) {
    return error instanceof Error;
  }

  /** One sentence about a failure, with its reason if that is a file's; of an error, its kind. */
  public static String sentence(Throwable error) {
    if (error instanceof Error) {
      return error.toString();
    }
    String message = error.getMessage();
    String sentence = message == null ? error.getClass().getSimpleName() : message;
    return error instanceof UncheckedIOException && error.getCause() != null
        ? sentence + " (" + FileFault.sentence(error.getCause()) + ")"
        : sentence;
  }
}
