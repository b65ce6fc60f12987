package io.reflux.task;

import io.reflux.dataset.Dataset;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.AlsoMeasured;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.QueryTerms;
import io.reflux.evaluate.Retrieval;
import io.reflux.method.Weightings;
import io.reflux.rundir.ClassTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation tells beside its metrics, as further ones: {@code re-ranked/recall@1}, {@code
 * whitened-64/recall@1}…, {@code interval-low/recall@1} and {@code interval-high/recall@1}. The
 * table of classes becomes a file.
 *
 * @param also what is asked for
 * @param queries the part of the data that is measured
 */
record AlsoFound(AlsoMeasured also, Dataset queries) {

  /**
   * The further metrics.
   *
   * @param classes where the table of classes goes
   */
  Map<String, Double> of(
      Retrieval retrieval, List<Metric> metrics, TensorScope scope, Path classes) {
    Map<String, Double> all = new LinkedHashMap<>();
    also.variants(retrieval, metrics, scope)
        .forEach(
            (variant, found) ->
                found.forEach((name, value) -> all.put(variant + Weightings.OF + name, value)));
    if (also.needsTerms()) {
      QueryTerms terms = QueryTerms.of(retrieval, metrics, scope);
      also.intervals(terms)
          .forEach(
              (name, interval) -> {
                all.put("interval-low" + Weightings.OF + name, interval.low());
                all.put("interval-high" + Weightings.OF + name, interval.high());
              });
      if (also.classes() && !terms.terms().isEmpty()) {
        write(terms, classes);
      }
    }
    return all;
  }

  private void write(QueryTerms terms, Path classes) {
    try {
      Path folder = classes.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ClassTable.write(terms, queries::className, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(classes + ": can't be written", e);
    }
  }
}
