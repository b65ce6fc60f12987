package io.reflux.cli;

import java.util.OptionalInt;

/** What the process says when it leaves. Signals say 128 and their number, as usual. */
final class ExitCode {
  static final int DONE = 0;
  static final int DAMAGED = 1;
  static final int BAD_INPUT = 2;
  static final int FAILED = 3;

  private static final int SIGNALS = 128;
  private static final int TERM = 15;

  private ExitCode() {}

  /** Of a run that was stopped, by a signal or by a command, which says the same as SIGTERM. */
  static int stopped(OptionalInt signal) {
    return SIGNALS + signal.orElse(TERM);
  }
}
