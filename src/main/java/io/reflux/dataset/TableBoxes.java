package io.reflux.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boxes of a table's rows: four columns, of which all are there or none. */
final class TableBoxes {
  private final TableFile table;
  private final List<Integer> at;

  /** Of a table. */
  TableBoxes(TableFile table, List<String> columns) {
    this.table = table;
    at = new ArrayList<>();
    columns.forEach(column -> table.find(column).ifPresent(at::add));
    if (!at.isEmpty() && at.size() < columns.size()) {
      throw new DatasetException(
          "%s: columns.box: %s (expected: all four columns or none; its columns: %s)"
              .formatted(
                  table.place(), String.join(", ", columns), String.join(", ", table.header())));
    }
  }

  /** The box of a row; empty if it has none. */
  Optional<Region> of(int row) {
    if (at.isEmpty() || at.stream().allMatch(column -> isNothing(table.cell(row, column)))) {
      return Optional.empty();
    }
    int left = (int) Math.floor(border(row, 0));
    int top = (int) Math.floor(border(row, 1));
    int right = (int) Math.ceil(border(row, 2));
    int bottom = (int) Math.ceil(border(row, 3));
    if (right <= left || bottom <= top) {
      throw table.wrong(row, at.get(right <= left ? 2 : 3), "more than the border before it");
    }
    return Optional.of(new Region(left, top, right, bottom));
  }

  private double border(int row, int which) {
    int column = at.get(which);
    try {
      double value = Double.parseDouble(table.cell(row, column));
      if (value >= 0 && value < Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw table.wrong(row, column, "a number of pixels, from 0");
    }
    throw table.wrong(row, column, "a number of pixels, from 0");
  }

  private static boolean isNothing(String cell) {
    return cell.isEmpty() || cell.equalsIgnoreCase("nan");
  }
}
