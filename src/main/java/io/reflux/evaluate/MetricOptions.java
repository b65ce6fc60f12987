package io.reflux.evaluate;

import io.reflux.setting.Section;

/**
 * What some metrics can be told.
 *
 * @param kmeans how nmi and f1 cluster
 * @param probe how linear-probe trains
 */
record MetricOptions(KMeansSettings kmeans, ProbeSettings probe) {

  /** Reads the objects {@code kmeans} and {@code linear-probe} of a section. */
  static MetricOptions read(Section section) {
    return new MetricOptions(
        KMeansSettings.read(section.section("kmeans")),
        ProbeSettings.read(section.section("linear-probe")));
  }

  /** The options that hold where a pipeline file is silent. */
  public static MetricOptions defaults() {
    return new MetricOptions(KMeansSettings.defaults(), ProbeSettings.defaults());
  }
}
