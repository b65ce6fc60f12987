package io.reflux.report;

import io.reflux.rundir.CsvCell;
import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TableRows;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The evaluations of runs in long form, a line a value, as pandas and spreadsheets take them:
 * {@code run,task,student,epoch,step,metric,value}. {@code evaluations.csv} has a line an
 * evaluation.
 */
public final class EvaluationTable {
  private static final String HEADER = "run,task,student,epoch,step,metric,value\n";

  private EvaluationTable() {}

  /**
   * Writes the table, over a file that is there; a run with several seeds stands for the runs
   * inside. Runs are named by their directories.
   *
   * @return how many values it has
   * @throws IOException if a run can't be read or the file not be written
   */
  public static long write(List<Path> runs, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path run : runs) {
      RunDirectory directory = new RunDirectory(run);
      add(directory, run, lines);
      for (RunDirectory seed : directory.seeds()) {
        add(seed, seed.root(), lines);
      }
    }
    DurableFile.write(file, (HEADER + String.join("", lines)).getBytes(StandardCharsets.UTF_8));
    return lines.size();
  }

  private static void add(RunDirectory run, Path named, List<String> lines) throws IOException {
    String name = CsvCell.of(named.toString());
    try (Stream<EvaluationRow> rows = TableRows.evaluations(run)) {
      rows.forEach(
          row ->
              row.metrics()
                  .forEach(
                      (metric, value) ->
                          lines.add(
                              String.join(
                                  ",",
                                  name,
                                  CsvCell.of(row.task()),
                                  CsvCell.of(row.student()),
                                  Integer.toString(row.epoch()),
                                  Long.toString(row.step()),
                                  CsvCell.of(metric),
                                  value + "\n"))));
    }
  }
}
