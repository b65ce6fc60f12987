package io.reflux.stage;

import java.util.function.LongSupplier;

/** How long several threads have worked together, the work that isn't done yet included. */
final class BusyThreads {
  private final int threads;
  private final LongSupplier nanos;
  private final long startedNanos;
  private int working;
  private long doneNanos;
  private long begunNanos;

  /** So many threads, of which none has worked. */
  BusyThreads(int threads, LongSupplier nanos) {
    this.threads = threads;
    this.nanos = nanos;
    startedNanos = nanos.getAsLong();
  }

  /** Does work on the calling thread. */
  void timed(Runnable work) {
    long began = nanos.getAsLong() - startedNanos;
    begin(began);
    try {
      work.run();
    } finally {
      end(began);
    }
  }

  /** How busy they have been. */
  synchronized StageReport.Load load() {
    long now = nanos.getAsLong() - startedNanos;
    return new StageReport.Load(threads, working, doneNanos + working * now - begunNanos, now);
  }

  private synchronized void begin(long began) {
    working++;
    begunNanos += began;
  }

  private synchronized void end(long began) {
    working--;
    begunNanos -= began;
    doneNanos += nanos.getAsLong() - startedNanos - began;
  }
}
