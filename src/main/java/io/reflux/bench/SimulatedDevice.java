package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A device whose every piece of work is a wait of some time. Several threads may have it work at
 * once; any may ask how long it has worked, all of them together.
 */
final class SimulatedDevice {
  private final double millis;
  private final double jitter;
  private final Draws draws;
  private final AtomicLong worked = new AtomicLong();

  /**
   * A device.
   *
   * @param millis how long a piece of work takes in the mean
   * @param jitter by which share of that it may be shorter or longer
   * @param chance the key of its draws
   */
  SimulatedDevice(double millis, double jitter, Chance chance) {
    this.millis = millis;
    this.jitter = jitter;
    draws = chance.draws();
  }

  /** A device that has always done its work at once. */
  static SimulatedDevice instant() {
    return new SimulatedDevice(0, 0, Chance.of(0));
  }

  /** Works at one piece. */
  void work() {
    double takes = millis * spread();
    long began = System.nanoTime();
    long until = began + (long) (takes * TimeUnit.MILLISECONDS.toNanos(1));
    for (long rest = until - System.nanoTime(); rest > 0; rest = until - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
    worked.addAndGet(System.nanoTime() - began);
  }

  private synchronized double spread() {
    return draws.uniform(1 - jitter, 1 + jitter);
  }

  /** How long it has worked, in nanoseconds: what the waits really took. */
  long worked() {
    return worked.get();
  }
}
