package io.reflux.engine;

/** The order in which the elements of a four-dimensional tensor lie in memory. */
public enum MemoryLayout {
  /** The last dimension varies fastest: rows after rows, channel after channel. */
  ROW_MAJOR,
  /** Channels vary fastest (NHWC in memory, N,C,H,W in shape), as oneDNN likes its convolutions. */
  CHANNELS_LAST
}
