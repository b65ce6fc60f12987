package io.reflux.stage;

import akka.actor.ActorInitializationException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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

  /** One sentence about a failure, with its reason if that is a file's; of an error, its kind. */
  public static String sentence(Throwable error) {
    if (error instanceof Error) {
      return error.toString();
    }
    String message = error.getMessage();
    String sentence = message == null ? error.getClass().getSimpleName() : message;
    return error instanceof UncheckedIOException && error.getCause() != null
        ? sentence + " (" + reason(error.getCause()) + ")"
        : sentence;
  }

  private static String reason(Throwable cause) {
    return cause instanceof java.nio.file.FileSystemException
        ? cause.getClass().getSimpleName() + ": " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }
}
