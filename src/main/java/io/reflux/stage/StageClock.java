package io.reflux.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a stage does that works on its own thread, one piece after the other, for its {@link
 * StageReport}. For that thread alone.
 */
final class StageClock {
  private final String stage;
  private final String device;
  private final LongSupplier nanos;
  private final long startedNanos;
  private final Map<String, Long> longest = new HashMap<>();
  private @Nullable StageWork piece;
  private long beganNanos;
  private long busyNanos;
  private long images;
  private long failures;

  /**
   * A clock that begins now.
   *
   * @param device where the stage computes; empty if it computes nothing
   * @param nanos the time that passes, in nanoseconds
   */
  StageClock(String stage, String device, LongSupplier nanos) {
    this.stage = stage;
    this.device = device;
    this.nanos = nanos;
    startedNanos = nanos.getAsLong();
  }

  /** The time that passes, in nanoseconds. */
  long now() {
    return nanos.getAsLong();
  }

  /** A piece of work begins. */
  void begin(StageWork work) {
    piece = work;
    beganNanos = now();
  }

  /** The piece of work is over; it has handled so many images. */
  void end(int imagesDone) {
    StageWork done = piece;
    if (done != null) {
      long took = now() - beganNanos;
      longest.merge(done.kind(), took, Math::max);
      busyNanos += took;
      piece = null;
    }
    images += imagesDone;
  }

  /** So many images have been handled, by others or on other threads. */
  void handled(int imagesDone) {
    images += imagesDone;
  }

  /** Notes an error that the stage survived. */
  void survived() {
    failures++;
  }

  /** The stage's words about itself. */
  StageReport report(StageState state, int queueDepth, int liveTensors) {
    long now = now();
    StageWork at = piece;
    long soFar = at == null ? 0 : now - beganNanos;
    return new StageReport(
        stage,
        device,
        state,
        Optional.ofNullable(at)
            .map(
                work ->
                    new StageReport.Piece(
                        work.words(), soFar, longest.getOrDefault(work.kind(), 0L))),
        new StageReport.Load(1, at == null ? 0 : 1, busyNanos + soFar, now - startedNanos),
        queueDepth,
        images,
        liveTensors,
        failures);
  }
}
