package io.reflux.delivery;

import java.util.List;
import java.util.Map;

/**
 * Where a model comes from, for its card.
 *
 * @param pipeline the pipeline's name
 * @param model the model's name, which names its files
 * @param about what it is
 * @param training how it was trained
 * @param results what was measured of it
 * @param resolved the pipeline file, everything in it written out
 */
public record Provenance(
    String pipeline,
    String model,
    List<Fact> about,
    List<Fact> training,
    Results results,
    String resolved) {

  /** Copies the facts. */
  public Provenance {
    about = List.copyOf(about);
    training = List.copyOf(training);
  }

  /** One line of the card. */
  public record Fact(String name, Object value) {}

  /**
   * Metrics on the test split.
   *
   * @param when after which epoch; empty if nothing was measured
   * @param model of the model
   * @param teacher of its teacher; empty if it had none
   */
  public record Results(String when, Map<String, Double> model, Map<String, Double> teacher) {
    /** Nothing was measured yet. */
    public static final Results NONE = new Results("", Map.of(), Map.of());
  }
}
