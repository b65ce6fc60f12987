package io.reflux.cli;

/** Stretches of time for people. */
final class Clock {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;

  private Clock() {}

  /** The two largest units, as {@code 1h 04m}. */
  static String text(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    if (whole >= DAY) {
      return String.format("%dd %02dh", whole / DAY, whole % DAY / HOUR);
    }
    if (whole >= HOUR) {
      return String.format("%dh %02dm", whole / HOUR, whole % HOUR / MINUTE);
    }
    return whole >= MINUTE
        ? String.format("%dm %02ds", whole / MINUTE, whole % MINUTE)
        : whole + "s";
  }
}
