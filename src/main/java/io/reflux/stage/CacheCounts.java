package io.reflux.stage;

/**
 * How a teacher's answers came about since its task began.
 *
 * @param hits answers read from the cache
 * @param misses answers computed
 */
public record CacheCounts(long hits, long misses) {
  /** What the board is told. */
  StatusBoard.Progress toldBy(String cache) {
    return new StatusBoard.Progress(was -> was.withCache(cache, this));
  }
}
