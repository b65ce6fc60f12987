package io.reflux.miner;

/** What the tuples of a miner are made of. */
public enum Members {
  /** Two rows of one class, or of two. */
  PAIRS("pairs"),
  /** An anchor, a positive and a negative. */
  TRIPLETS("triplets"),
  /** An anchor, a positive and several negatives. */
  NEGATIVE_SETS("an anchor, a positive and its negatives"),
  /** An anchor, all of its positives and all of its negatives. */
  WHOLE_SETS("an anchor, all positives and all negatives");

  private final String words;

  Members(String words) {
    this.words = words;
  }

  /** In a sentence. */
  public String words() {
    return words;
  }
}
