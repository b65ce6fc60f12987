package io.reflux.network;

/** How the last map becomes the feature vector. */
public enum Pooling {
  /** The mean over all places. */
  AVERAGE,
  /** The maximum over all places. */
  MAX,
  /** The sum of mean and maximum, as LabelRelaxation and S2SD's {@code double} do. */
  AVERAGE_MAX
}
