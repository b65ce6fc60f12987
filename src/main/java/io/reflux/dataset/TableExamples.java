package io.reflux.dataset;

import io.reflux.dataset.TableSplit.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Divides the rows of a table into parts. */
final class TableExamples {
  private static final Logger LOG = LoggerFactory.getLogger(TableExamples.class);
  private static final List<String> YES = List.of("true", "1", "1.0", "yes");
  private static final List<String> NO = List.of("false", "0", "0.0", "no", "", "nan", "none");

  private final TableFile table;
  private final TableFiles files;
  private final TableColumns columns;
  private final TableSplit split;
  private final TextLabels labels;
  private final TableBoxes boxes;

  TableExamples(TableFile table, TableFiles files, TableColumns columns, TableSplit split) {
    this.table = table;
    this.files = files;
    this.columns = columns;
    this.split = split;
    labels = TextLabels.of(table, columns);
    boxes = new TableBoxes(table, columns.box());
  }

  /**
   * The parts.
   *
   * @param complete whether a file that is listed has to be there
   */
  Splits splits(boolean complete) {
    check(complete);
    boolean asked = split.by() == Rule.COLUMN || columns.splitIsWritten();
    boolean byColumn =
        split.by() == Rule.COLUMN
            || (split.by() == Rule.AUTO && (asked || table.find(columns.split()).isPresent()));
    return byColumn ? byColumn() : byRule();
  }

  private void check(boolean complete) {
    int missing = 0;
    int first = -1;
    for (int row = 0; row < table.size(); row++) {
      if (files.files()[row] < 0 && missing++ == 0) {
        first = row;
      }
    }
    if (missing == 0) {
      return;
    }
    String named = table.cell(first, table.column(columns.path(), "path"));
    String others = missing == 1 ? " is" : " and %,d more files are".formatted(missing - 1);
    if (complete || missing == table.size()) {
      throw new DatasetException(
          "%s: %s%s missing (expected: every file that the table lists, by a path from %s on or an"
                  .formatted(table.place(), named, others, files.tree().root())
              + " absolute one; complete = false leaves out what is missing)");
    }
    LOG.warn("{}: {}{} missing and left out", table.place(), named, others);
  }

  private Splits byColumn() {
    int at = table.column(columns.split(), "split");
    List<String> testing = is(at, split.test()) ? split.test() : split.validation();
    Map<String, Dataset> others = new HashMap<>();
    ExampleIndex train = rows(row -> split.train().contains(table.cell(row, at)));
    ExampleIndex test = rows(row -> testing.contains(table.cell(row, at)));
    if (testing.equals(split.test()) && is(at, split.validation())) {
      others.put(Splits.VALIDATION, rows(row -> split.validation().contains(table.cell(row, at))));
    }
    checkPart(at, train, split.train());
    checkPart(at, test, testing);
    tellOfOthers(at);
    searched(row -> testing.contains(table.cell(row, at)), test, others);
    return new Splits(train, test, others, "by column %s of the table".formatted(columns.split()));
  }

  private boolean is(int at, List<String> values) {
    return table.rows().stream().anyMatch(row -> values.contains(row.get(at)));
  }

  private void checkPart(int at, Dataset part, List<String> values) {
    if (part.size() == 0) {
      List<String> found = table.rows().stream().map(row -> row.get(at)).distinct().toList();
      throw new DatasetException(
          "%s: no row with %s %s (expected: at least one; it says %s)"
              .formatted(
                  table.place(),
                  columns.split(),
                  String.join(" or ", values),
                  String.join(", ", found.subList(0, Math.min(5, found.size())))));
    }
  }

  private void tellOfOthers(int at) {
    long others =
        table.rows().stream()
            .map(row -> row.get(at))
            .filter(
                value ->
                    !split.train().contains(value)
                        && !split.test().contains(value)
                        && !split.validation().contains(value))
            .count();
    if (others > 0) {
      LOG.warn(
          "{}: {} rows of other splits than {}, {} and {} are left out",
          table.place(),
          others,
          split.train(),
          split.test(),
          split.validation());
    }
  }

  private Splits byRule() {
    ExampleIndex all = rows(row -> true);
    if (split.by() == Rule.IMAGES) {
      return DividedImages.of(all, split.share(), split.seed())
          .by(DividedImages.inWords(split.share(), split.seed()));
    }
    if (split.by() == Rule.NONE || !all.labelled()) {
      return Splits.of(all, all).by("undivided: what is trained on is also tested on");
    }
    return DividedImages.byClasses(all, split.by() == Rule.CLASSES ? split.share() : 0.5);
  }

  /** Queries and gallery among the rows that test, where columns tell them apart. */
  private void searched(IntPredicate tests, ExampleIndex test, Map<String, Dataset> others) {
    int query = table.find(columns.query()).orElse(-1);
    int gallery = table.find(columns.gallery()).orElse(-1);
    if (query < 0 || gallery < 0) {
      return;
    }
    int[] kinds = new int[4];
    for (int row = 0; row < table.size(); row++) {
      if (tests.test(row)) {
        kinds[(says(row, query) ? 1 : 0) + (says(row, gallery) ? 2 : 0)]++;
      }
    }
    boolean apart = kinds[1] > 0 && kinds[2] > 0;
    if (apart && kinds[3] > 0) {
      throw new DatasetException(
          "%s: %d rows are query and gallery at once, %d are one of them (expected: all or none)"
              .formatted(table.place(), kinds[3], kinds[1] + kinds[2]));
    }
    if (apart) {
      others.put(Splits.QUERY, part(test, row -> tests.test(row) && says(row, query)));
      others.put(Splits.GALLERY, part(test, row -> tests.test(row) && says(row, gallery)));
    }
  }

  private Dataset part(ExampleIndex whole, IntPredicate which) {
    return new SharedClasses(rows(which), whole);
  }

  private boolean says(int row, int column) {
    String cell = table.cell(row, column).toLowerCase(Locale.ROOT);
    if (!YES.contains(cell) && !NO.contains(cell)) {
      throw table.wrong(row, column, "true or false, or nothing");
    }
    return YES.contains(cell);
  }

  private ExampleIndex rows(IntPredicate which) {
    ExampleIndex.Builder builder = new ExampleIndex.Builder(files.tree());
    for (int row = 0; row < table.size(); row++) {
      if (files.files()[row] >= 0 && which.test(row)) {
        boxes.of(row).ifPresent(builder::region);
        builder.add(files.files()[row], labels.number(row), labels.name(row));
      }
    }
    return builder.build();
  }
}
