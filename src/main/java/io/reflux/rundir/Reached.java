package io.reflux.rundir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far a run has written: the last line of its {@code metrics.csv}. Looks at the end of the file
 * only, and may be asked of a run that another process works at.
 *
 * @param task the task; empty before the first step
 * @param step its steps
 */
public record Reached(String task, long step) {
  /** Nowhere. */
  public static final Reached NOTHING = new Reached("", 0);

  private static final int TAIL = 1 << 16;
  private static final int STEP = StepRow.COLUMNS.indexOf("step");

  /** How far a run is; of one with several seeds, the seed that was written to last. */
  public static Reached by(RunDirectory run) {
    List<Path> files = new ArrayList<>();
    files.add(run.metrics());
    run.seeds().forEach(seed -> files.add(seed.metrics()));
    return files.stream()
        .filter(Files::isRegularFile)
        .max(Comparator.comparing(Reached::written))
        .map(Reached::by)
        .orElse(NOTHING);
  }

  private static long written(Path file) {
    return file.toFile().lastModified();
  }

  private static Reached by(Path file) {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, opened.length() - TAIL);
      byte[] tail = new byte[(int) (opened.length() - from)];
      opened.seek(from);
      opened.readFully(tail);
      String[] lines = new String(tail, StandardCharsets.UTF_8).split("\n", -1);
      // What stands after the last end of a line is no whole line.
      for (int i = lines.length - 2; i >= 0; i--) {
        String[] columns = lines[i].split(",", -1);
        if (columns.length == StepRow.COLUMNS.size() && columns[STEP].matches("\\d{1,18}")) {
          return new Reached(columns[0], Long.parseLong(columns[STEP]));
        }
      }
    } catch (IOException e) {
      return NOTHING; // it is being replaced; whoever asks looks again after the next end
    }
    return NOTHING;
  }

  @Override
  public String toString() {
    return task.isEmpty() ? "before the first step" : "after step " + step + " of " + task;
  }
}
