package io.reflux.intake;

import java.time.Duration;
import java.time.Instant;

/** Time, as one who waits needs it. */
public interface WaitingTime {
  /** The machine's. */
  WaitingTime OF_THE_MACHINE =
      new WaitingTime() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pass(Duration delay) throws InterruptedException {
          Thread.sleep(delay.toMillis());
        }
      };

  /** What a clock shows; it may be set meanwhile. */
  Instant now();

  /** Nanoseconds since some instant: only the difference of two means anything. */
  long nanos();

  /** Returns once so much time has passed. */
  void pass(Duration delay) throws InterruptedException;
}
