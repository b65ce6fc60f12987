package io.reflux.cli;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;

/**
 * The end of the process. Whatever still runs by then (threads that are no daemons, a shutdown hook
 * that waits for them) is given a few seconds; then the process is gone all the same. An {@code
 * Error} of the virtual machine, as when memory is out, is a failure like any other.
 */
final class ProcessExit {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private ProcessExit() {}

  /** Leaves with the exit code of a piece of work, or with {@link ExitCode#FAILED}. */
  static void after(IntSupplier work) {
    int code = ExitCode.FAILED;
    try {
      code = work.getAsInt();
    } catch (Throwable fatal) { // nobody is above to see it
      tell(fatal);
    }
    leave(code);
  }

  /** Leaves at once, whatever still runs. */
  static void now(int code) {
    Runtime.getRuntime().halt(code);
  }

  private static void tell(Throwable fatal) {
    try {
      System.err.println("reflux: " + Sentences.of(fatal));
      LoggerFactory.getLogger(ProcessExit.class).error("the process leaves", fatal);
    } catch (Throwable again) { // not even memory for a sentence
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }

  private static void leave(int code) {
    try {
      if (!isLeaving()) {
        haltLater(code);
      }
    } catch (Throwable noThread) {
      Runtime.getRuntime().halt(code);
    }
    System.exit(code);
  }

  /** True if a signal has already begun to end the process: its code is the signal's. */
  private static boolean isLeaving() {
    Thread none = new Thread(() -> {}, "none");
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException shutdownInProgress) {
      return true;
    }
  }

  private static void haltLater(int code) {
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(LONGEST.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code);
            },
            "last-exit");
    last.setDaemon(true);
    last.start();
  }
}
