package io.reflux.evaluate;

import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * How rows are clustered.
 *
 * @param iterations how often centroids are moved at most
 * @param restarts how many seedings are tried; the tightest clustering is kept
 * @param seed what the seedings are drawn from
 */
public record KMeansSettings(int iterations, int restarts, long seed) {
  private static final String PLACE = "evaluate.kmeans";

  /** Reads {@code kmeans { iterations, restarts, seed }} and checks every key. */
  static KMeansSettings read(Section section) {
    Section own = section.withDefaults(Defaults.of(PLACE));
    KMeansSettings settings =
        new KMeansSettings(
            own.whole("iterations", Range.atLeast(1)),
            own.whole("restarts", Range.atLeast(1)),
            own.wholeLong("seed", Range.ANY));
    own.finish();
    return settings;
  }

  /** The settings that hold where a pipeline file is silent. */
  public static KMeansSettings defaults() {
    return read(new Section(Defaults.NONE, Defaults.NONE, PLACE, new Problems()));
  }
}
