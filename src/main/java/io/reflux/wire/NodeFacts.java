package io.reflux.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program is and where it computes. Two that say the same give the same answers, to the bit.
 *
 * @param version Reflux's
 * @param engine the version of the library that computes
 * @param lanes the devices
 * @param data names of the datasets that a node reads itself
 * @param evaluators so many networks may be measured on it at once
 */
public record NodeFacts(
    String version, String engine, List<LaneFacts> lanes, List<String> data, int evaluators) {

  /** Copies the lists. */
  public NodeFacts {
    lanes = List.copyOf(lanes);
    data = List.copyOf(data);
  }

  /** Of one that reads no dataset itself, and measures nothing. */
  public NodeFacts(String version, String engine, List<LaneFacts> lanes) {
    this(version, engine, lanes, List.of(), 0);
  }

  /**
   * A device.
   *
   * @param device its name there, as {@code gpu0}
   * @param computing all of it that can alter an answer
   */
  public record LaneFacts(String device, String computing) {}

  /** All of it, as texts in a fixed order. */
  public List<String> words() {
    List<String> words = new ArrayList<>(List.of(version, engine));
    for (LaneFacts lane : lanes) {
      words.add(lane.device());
      words.add(lane.computing());
    }
    data.forEach(each -> words.add("data " + each));
    words.add("evaluators " + evaluators);
    return words;
  }
}
