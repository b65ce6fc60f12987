package io.reflux.evaluate;

import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is told beside the metrics of embeddings as they are.
 *
 * @param reRanked whether the metrics that go by ranks are told by k-reciprocal re-ranking too
 * @param whitened along how many principal axes of the gallery embeddings are whitened and measured
 *     again; 0 for not at all
 * @param sizes of smaller embeddings that are measured too: their first numbers, and so many
 *     principal axes of the gallery
 * @param intervals whether bootstrap intervals of the metrics that go by ranks are told
 * @param classes whether these metrics are told of each class
 */
public record AlsoMeasured(
    boolean reRanked, int whitened, List<Integer> sizes, boolean intervals, boolean classes) {
  /** Nothing. */
  public static final AlsoMeasured NOTHING = new AlsoMeasured(false, 0, List.of(), false, false);

  private static final int RESAMPLES = 1000;
  private static final double SHARE = 0.95;

  /** Copies the sizes. */
  public AlsoMeasured {
    sizes = List.copyOf(sizes);
  }

  /** Reads {@code also { re-ranked, whitened, sizes, intervals, classes }}. */
  static AlsoMeasured read(Section section) {
    AlsoMeasured also =
        new AlsoMeasured(
            section.flag("re-ranked"),
            section.whole("whitened", Range.NOT_NEGATIVE),
            section.wholes("sizes", Range.atLeast(1)),
            section.flag("intervals"),
            section.flag("classes"));
    section.finish();
    return also;
  }

  /**
   * The metrics of other rankings and other embeddings, by what these are called: {@code
   * re-ranked}, {@code whitened-64}, {@code first-16}, {@code axes-16}. Of embeddings with fewer
   * numbers than a size there are none of it.
   *
   * @param metrics those that need a teacher are left out
   * @param scope where native work is done; nothing stays in it
   */
  public Map<String, Map<String, Double>> variants(
      Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    List<Metric> alone = metrics.stream().filter(metric -> !metric.comparesTeacher()).toList();
    Map<String, Map<String, Double>> variants = new LinkedHashMap<>();
    if (reRanked) {
      QueryTerms terms = QueryTerms.reranked(retrieval, alone, ReciprocalSettings.PAPER, scope);
      variants.put("re-ranked", terms.means());
    }
    changes(retrieval, scope)
        .forEach(
            (name, change) ->
                variants.put(name, Evaluation.evaluate(retrieval.mapped(change), alone, scope)));
    return variants;
  }

  /** Whether the terms of each query are asked for. */
  public boolean needsTerms() {
    return intervals || classes;
  }

  /** Where 95 % of 1000 means lie over queries that are drawn again, of each metric by its name. */
  public Map<String, QueryTerms.Interval> intervals(QueryTerms terms) {
    Map<String, QueryTerms.Interval> found = new LinkedHashMap<>();
    if (intervals) {
      Chance chance = Chance.of(0).at("bootstrap");
      terms
          .terms()
          .keySet()
          .forEach(
              name -> found.put(name, terms.interval(name, RESAMPLES, SHARE, chance.at(name))));
    }
    return found;
  }

  /** The other embeddings that are measured, by what they are called. */
  private Map<String, UnaryOperator<EmbeddingSet>> changes(Retrieval retrieval, TensorScope scope) {
    Map<String, UnaryOperator<EmbeddingSet>> changes = new LinkedHashMap<>();
    int most = retrieval.queries().size();
    if (whitened > 0 && whitened <= most) {
      Whitening whitening = Whitening.of(retrieval.galleryRows(), whitened, scope);
      changes.put("whitened-" + whitened, whitening::apply);
    }
    for (int size : sizes) {
      if (size <= most) {
        PrincipalAxes axes = PrincipalAxes.of(retrieval.galleryRows(), size, scope);
        changes.put("first-" + size, rows -> FewerNumbers.first(rows, size));
        changes.put("axes-" + size, axes::project);
      }
    }
    return changes;
  }
}
