package io.reflux.stage;

/**
 * How a teacher's answers came about since its task began.
 *
 * @param hits answers read from the cache
 * @param misses answers computed
 */
public record CacheCounts(long hits, long misses) {
  /** No answer yet. */
  public static final CacheCounts NONE = new CacheCounts(0, 0);

  /** What the board is told. */
  StatusBoard.Progress toldBy(String cache) {
    return new StatusBoard.Progress(was -> was.withCache(cache, this));
  }

  /** Those of two teachers together. */
  public CacheCounts plus(CacheCounts other) {
    return new CacheCounts(hits + other.hits, misses + other.misses);
  }
}
