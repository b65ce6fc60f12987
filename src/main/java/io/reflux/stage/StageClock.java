package io.reflux.stage;

/** Counts what a stage does, for its {@link StageStatus}. Kept by the stage's own thread. */
final class StageClock {
  private static final double SMOOTHING_SECONDS = 5;

  private final String stage;
  private final int workers;
  private final long startedNanos = System.nanoTime();
  private long busyNanos;
  private long images;
  private long failures;
  private double recentRate;
  private long lastNanos = startedNanos;

  /** A clock of a stage in which so many workers work at once. */
  StageClock(String stage, int workers) {
    this.stage = stage;
    this.workers = workers;
  }

  /** Notes a piece of work that took so long and handled so many images. */
  void worked(long nanos, int imagesDone) {
    busyNanos += nanos;
    images += imagesDone;
    long now = System.nanoTime();
    double seconds = Math.max(1e-6, (now - lastNanos) / 1e9);
    double keep = Math.exp(-seconds / SMOOTHING_SECONDS);
    recentRate = keep * recentRate + (1 - keep) * imagesDone / seconds;
    lastNanos = now;
  }

  /** Notes errors that the stage survived. */
  void survived(int errors) {
    failures += errors;
  }

  /** The stage's words about itself. */
  StageStatus status(String state, int queueDepth, int liveTensors) {
    double elapsed = Math.max(1, System.nanoTime() - startedNanos);
    return new StageStatus(
        stage,
        state,
        Math.min(1, busyNanos / elapsed / workers),
        queueDepth,
        images,
        recentRate,
        liveTensors,
        failures);
  }
}
