package io.reflux.stage;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how the answers of all teachers of a task come about. Stages add on their threads; whoever
 * writes a checkpoint reads, on any.
 */
public final class CacheTally {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** More answers. */
  void add(CacheCounts more) {
    hits.add(more.hits());
    misses.add(more.misses());
  }

  /** Those so far. */
  public CacheCounts now() {
    return new CacheCounts(hits.sum(), misses.sum());
  }
}
