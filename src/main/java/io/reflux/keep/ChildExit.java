package io.reflux.keep;

import java.util.Map;

/**
 * How a run's process ended.
 *
 * @param code its exit code; of one that a signal ended, 128 and the signal's number
 */
public record ChildExit(int code) {
  /** The pipeline is done. */
  public static final int DONE = 0;

  /** What the user gave does not fit. */
  public static final int REFUSED = 2;

  /** The run failed. */
  public static final int FAILED = 3;

  private static final int SIGNAL = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP",
          2, "SIGINT",
          4, "SIGILL",
          6, "SIGABRT",
          7, "SIGBUS",
          8, "SIGFPE",
          9, "SIGKILL (by somebody, or by the system for want of memory)",
          11, "SIGSEGV",
          15, "SIGTERM");

  /** An end that nobody saw: the process was no child of who looks. */
  public static final ChildExit UNSEEN = new ChildExit(-1);

  /** The run is done. */
  public boolean isDone() {
    return code == DONE;
  }

  /** What was given does not fit: the same again would be refused again. */
  public boolean isRefused() {
    return code == REFUSED;
  }

  /** Somebody asked it to leave, and it left. */
  public boolean isStopped() {
    return code == SIGNAL + 1 || code == SIGNAL + 2 || code == SIGNAL + 15;
  }

  /** True if a restart may go on from the last checkpoint. */
  public boolean isMendable() {
    return !isDone() && !isRefused() && !isStopped();
  }

  /** What happened, for people. */
  public String words() {
    if (code == UNSEEN.code) {
      return "an end that nobody saw";
    }
    if (code > SIGNAL) {
      return SIGNALS.getOrDefault(code - SIGNAL, "signal " + (code - SIGNAL));
    }
    return "exit code " + code;
  }
}
