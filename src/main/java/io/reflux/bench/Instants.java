package io.reflux.bench;

import java.util.concurrent.TimeUnit;

/**
 * When each of a number of things was done. Any thread may tell; whoever reads them does so after.
 */
final class Instants {
  private final long[] nanos;
  private int told;

  /** Of so many things. */
  Instants(int count) {
    nanos = new long[count];
  }

  /** One more is done, now. */
  synchronized void tell() {
    nanos[told++] = System.nanoTime();
  }

  /**
   * How long one of them took, in milliseconds.
   *
   * @param from how many were done when the time began; at least 1
   * @param to how many when it ended
   */
  synchronized double millisEach(int from, int to) {
    double took = nanos[to - 1] - nanos[from - 1];
    return took / (to - from) / TimeUnit.MILLISECONDS.toNanos(1);
  }
}
