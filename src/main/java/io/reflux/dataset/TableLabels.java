package io.reflux.dataset;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes of a table: its labels in order, by number where all are numbers, else by name. */
final class TableLabels {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}");

  private final List<String> ofRow;
  private final Map<String, Integer> numbers = new HashMap<>();

  private TableLabels(List<String> ofRow) {
    this.ofRow = ofRow;
    Set<String> names = new TreeSet<>(CodePoints.ORDER);
    names.addAll(ofRow);
    List<String> ordered = new ArrayList<>(names);
    if (names.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
      ordered.sort(Comparator.comparing(BigInteger::new));
    }
    ordered.forEach(name -> numbers.put(name, numbers.size()));
  }

  /** Of a table; all of one class that says nothing if no column has labels. */
  static TableLabels of(TableFile table, TableColumns columns) {
    List<String> labels = new ArrayList<>(table.size());
    int at = columns.label().map(label -> table.column(label, "label")).orElse(-1);
    for (int row = 0; row < table.size(); row++) {
      String label = at < 0 ? Dataset.UNLABELLED : table.cell(row, at);
      if (label.isEmpty()) {
        throw table.wrong(row, at, "a label; columns.label = none reads a table without");
      }
      labels.add(label);
    }
    return new TableLabels(labels);
  }

  /** What a row shows. */
  String name(int row) {
    return ofRow.get(row);
  }

  /** The number of that class, over all parts. */
  int number(int row) {
    return numbers.getOrDefault(ofRow.get(row), 0);
  }
}
