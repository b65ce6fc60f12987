package io.reflux.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Time that passes when somebody waits, and what happens meanwhile. For one thread. */
final class PassingTime implements WaitingTime {
  static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Duration> delays = new ArrayList<>();
  private final Map<Integer, Event> events = new HashMap<>();
  private Duration passed = Duration.ZERO;

  /** What happens. */
  interface Event {
    void happen() throws Exception;
  }

  /** Something happens during a wait, counted from 1. */
  PassingTime during(int wait, Event event) {
    events.put(wait, event);
    return this;
  }

  List<Duration> delays() {
    return delays;
  }

  Duration passed() {
    return passed;
  }

  @Override
  public Instant now() {
    return BEGINNING.plus(passed);
  }

  @Override
  public long nanos() {
    // Near the end of its range, as the machine's may be.
    return Long.MAX_VALUE - 1000 + passed.toNanos();
  }

  @Override
  public void pass(Duration delay) throws InterruptedException {
    delays.add(delay);
    passed = passed.plus(delay);
    try {
      events.getOrDefault(delays.size(), () -> {}).happen();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
