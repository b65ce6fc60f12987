package io.reflux.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the last map becomes the feature vector. */
public enum Pooling {
  /** The mean over all places. */
  AVERAGE("average"),
  /** The maximum over all places. */
  MAX("max"),
  /** The sum of mean and maximum, as LabelRelaxation and S2SD's {@code double} do. */
  AVERAGE_MAX("average-max"),
  /** The sum of mean and 2-norm over all places, S2SD's {@code lp2}. */
  AVERAGE_LP2("average-lp2"),
  /** The sum of mean and 3-norm over all places, S2SD's {@code lp3}. */
  AVERAGE_LP3("average-lp3");

  private final String text;

  Pooling(String text) {
    this.text = text;
  }

  static Map<String, Pooling> names() {
    Map<String, Pooling> names = new LinkedHashMap<>();
    for (Pooling each : values()) {
      names.put(each.text, each);
    }
    return Collections.unmodifiableMap(names);
  }
}
