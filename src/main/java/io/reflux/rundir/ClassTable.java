package io.reflux.rundir;

import io.reflux.evaluate.QueryTerms;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of each class, {@code class,queries,<metric>…}, as a file for others. */
public final class ClassTable {
  /** A cell, in quotes or not, and what ends it. */
  private static final Pattern CELL =
      Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\n]*))(,|\n|$)");

  private ClassTable() {}

  /** Where the table of some queries lies, whose embeddings are kept in a file. */
  public static Path beside(Path queries) {
    String name = String.valueOf(queries.getFileName()).replaceFirst("\\.[^.]*$", "");
    return queries.resolveSibling("classes").resolve(name + ".csv");
  }

  /**
   * Writes a table, a line a class, the worst by the first metric on top; over one that is there.
   *
   * @param names the name of each class
   */
  public static void write(QueryTerms terms, IntFunction<String> names, Path file)
      throws IOException {
    List<String> metrics = List.copyOf(terms.terms().keySet());
    StringBuilder text = new StringBuilder("class,queries");
    metrics.forEach(metric -> text.append(',').append(CsvCell.of(metric)));
    text.append('\n');
    if (!metrics.isEmpty()) {
      List<Map<Integer, QueryTerms.OfClass>> columns =
          metrics.stream().map(metric -> terms.byClass(metric)).toList();
      for (QueryTerms.OfClass each : terms.classes(metrics.get(0))) {
        text.append(CsvCell.of(names.apply(each.label())));
        text.append(',').append(each.queries());
        for (Map<Integer, QueryTerms.OfClass> column : columns) {
          QueryTerms.OfClass own = column.get(each.label());
          text.append(',').append(own == null ? "" : number(own.value()));
        }
        text.append('\n');
      }
    }
    DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The head of a table and its first lines, cell by cell; nothing if there is no such file.
   *
   * @param classes how many lines below the head at most
   */
  public static List<List<String>> read(Path file, int classes) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    String text = Files.readString(file);
    Matcher cell = CELL.matcher(text);
    List<String> line = new ArrayList<>();
    while (lines.size() <= classes && cell.find() && cell.start() < text.length()) {
      String quoted = cell.group(1);
      line.add(quoted == null ? cell.group(2) : quoted.replace("\"\"", "\""));
      if (!cell.group(3).equals(",")) {
        lines.add(List.copyOf(line));
        line.clear();
      }
    }
    return lines;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
