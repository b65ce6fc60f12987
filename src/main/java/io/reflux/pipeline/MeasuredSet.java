package io.reflux.pipeline;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.JoinedSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of several datasets that are measured together: embedded one after the other, and each
 * measured alone.
 *
 * @param name what its metrics begin with
 * @param parts its own parts
 * @param firstQuery the index of its first query among all
 * @param firstRow the index of the first row of its gallery among all
 */
public record MeasuredSet(String name, EvaluationParts.Chosen parts, int firstQuery, int firstRow) {

  /** Whether a query, by its index among all, is of this set. */
  public boolean hasQuery(int index) {
    return index >= firstQuery && index < firstQuery + parts.queries().size();
  }

  /** Whether a row of the gallery, by its index among all, is of this set. */
  public boolean hasRow(int index) {
    return index >= firstRow && index < firstRow + parts.gallery().size();
  }

  /**
   * Several datasets as one.
   *
   * @throws DatasetException if some have a gallery and others don't
   */
  static EvaluationParts.Chosen joined(Map<String, EvaluationParts.Chosen> each) {
    List<MeasuredSet> sets = new ArrayList<>();
    List<Dataset> queries = new ArrayList<>();
    List<Dataset> galleries = new ArrayList<>();
    int query = 0;
    int row = 0;
    boolean alone = each.values().iterator().next().leaveOneOut();
    for (Map.Entry<String, EvaluationParts.Chosen> entry : each.entrySet()) {
      EvaluationParts.Chosen parts = entry.getValue();
      if (parts.leaveOneOut() != alone) {
        throw new DatasetException(
            "evaluate.data: some have a gallery, %s %s (expected: all or none; gallery = same looks"
                    .formatted(entry.getKey(), alone ? "has one" : "has none")
                + " among the queries)");
      }
      sets.add(new MeasuredSet(entry.getKey(), parts, query, row));
      queries.add(parts.queries());
      galleries.add(parts.gallery());
      query += parts.queries().size();
      row += parts.gallery().size();
    }
    Dataset all = joined(queries);
    String names = String.join(", ", each.keySet());
    return new EvaluationParts.Chosen(all, alone ? all : joined(galleries), names, names, sets);
  }

  private static Dataset joined(List<Dataset> parts) {
    Dataset all = parts.get(0);
    for (Dataset next : parts.subList(1, parts.size())) {
      all = new JoinedSplits(all, next);
    }
    return all;
  }
}
