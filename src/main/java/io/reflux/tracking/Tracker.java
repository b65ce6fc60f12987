package io.reflux.tracking;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Somebody who shows curves of many runs. */
public abstract class Tracker {

  /**
   * A student is to be told of.
   *
   * @param settings of the run's pipeline, by their keys
   * @return how far the tracker knows of it, from earlier
   * @throws IOException if it can't be reached, or refuses
   */
  abstract Told begin(TrackedStudent student, Map<String, String> settings) throws IOException;

  /**
   * Tells what was measured since, in order.
   *
   * @param told how far the tracker knows of the student then
   * @throws IOException if it can't be reached, or refuses
   */
  abstract void add(TrackedStudent student, List<Point> points, Told told) throws IOException;

  /**
   * Nothing more comes for now.
   *
   * @param whole true if the run is done; false if it was left, and may be resumed
   * @throws IOException if it can't be reached, or refuses
   */
  abstract void end(TrackedStudent student, boolean whole) throws IOException;
}
