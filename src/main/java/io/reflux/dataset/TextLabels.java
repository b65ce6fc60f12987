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

/**
 * Labels that are written beside images; classes are ordered by number where all labels are
 * numbers, else by code point.
 */
final class TextLabels {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}");

  private final List<String> labels;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Those of images, in the order of the images. */
  TextLabels(List<String> labels) {
    this.labels = List.copyOf(labels);
    Set<String> names = new TreeSet<>(CodePoints.ORDER);
    names.addAll(labels);
    List<String> ordered = new ArrayList<>(names);
    if (names.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
      ordered.sort(Comparator.comparing(BigInteger::new));
    }
    ordered.forEach(name -> numbers.put(name, numbers.size()));
  }

  /** Those of a table's rows; all of one class that says nothing if no column has labels. */
  static TextLabels of(TableFile table, TableColumns columns) {
    List<String> labels = new ArrayList<>(table.size());
    int at = columns.label().map(label -> table.column(label, "label")).orElse(-1);
    for (int row = 0; row < table.size(); row++) {
      String label = at < 0 ? Dataset.UNLABELLED : table.cell(row, at);
      if (label.isEmpty()) {
        throw table.wrong(row, at, "a label; columns.label = none reads a table without");
      }
      labels.add(label);
    }
    return new TextLabels(labels);
  }

  /** What an image shows. */
  String name(int image) {
    return labels.get(image);
  }

  /** The number of that class, over all parts. */
  int number(int image) {
    return numbers.getOrDefault(labels.get(image), 0);
  }
}
