package io.reflux.rundir;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.checkpoint.CheckpointValues;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a run's tables hold the lines that its checkpoints know of. A table is read once, a line
 * at a time, however long it is. An evaluation of a checkpoint's own step comes later than that: if
 * it is gone, it is made again.
 */
final class TableCheck {
  private static final LineFormat LINES = new LineFormat();

  private final Path table;
  private final Map<String, Known> tasks = new HashMap<>();

  private TableCheck(Path table) {
    this.table = table;
  }

  /** What is missing or another, in sentences, of both tables. */
  static List<Change> changes(RunDirectory directory, Pipeline pipeline) {
    List<Change> changes = new ArrayList<>();
    for (Path table : List.of(directory.metrics(), directory.evaluations())) {
      TableCheck check = new TableCheck(table);
      try {
        for (Task task : pipeline.tasks()) {
          check.know(task.name(), directory);
        }
        check.read();
      } catch (IOException e) {
        throw new UncheckedIOException(table + ": can't be compared with the checkpoints", e);
      }
      check.tasks.values().forEach(task -> task.fault().ifPresent(changes::add));
    }
    return changes;
  }

  private void know(String task, RunDirectory directory) throws IOException {
    Known known = new Known(task);
    for (CheckpointValues each : new CheckpointStore(directory.task(task), 1).values()) {
      TableCover.of(name(), each.scalars()).ifPresent(cover -> known.add(each, cover));
    }
    tasks.put(task, known);
  }

  private void read() throws IOException {
    if (!Files.exists(table)) {
      return;
    }
    try (InputStream stream = Files.newInputStream(table)) {
      ByteSource source = new ByteSource(stream);
      for (RecordFormat.Chunk c = LINES.next(source); !c.isNone(); c = LINES.next(source)) {
        Known task = c.whole() ? tasks.get(task(c.bytes())) : null;
        if (task != null) {
          task.counted(c.bytes());
        }
      }
    }
  }

  private static String task(byte[] line) {
    int end = 0;
    while (end < line.length && line[end] != ',') {
      end++;
    }
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  private String name() {
    return String.valueOf(table.getFileName());
  }

  /** What the checkpoints of a task know of the table, the one written last first. */
  private final class Known {
    private final String task;
    private final List<CheckpointValues> checkpoints = new ArrayList<>();
    private final List<TableCover> covers = new ArrayList<>();
    private final Map<Long, TableCover> found = new HashMap<>();
    private final TableCover.Counting counting = new TableCover.Counting();

    Known(String task) {
      this.task = task;
    }

    void add(CheckpointValues checkpoint, TableCover cover) {
      checkpoints.add(checkpoint);
      covers.add(cover);
      found.put(cover.lines(), TableCover.NONE);
      found.put(0L, TableCover.NONE);
    }

    void counted(byte[] line) {
      counting.add(line);
      found.computeIfPresent(counting.lines(), (lines, before) -> counting.now());
    }

    /**
     * A damaged checkpoint may know of lines that were taken out since; a whole one is gone on
     * from.
     */
    Optional<Change> fault() {
      for (int i = 0; i < covers.size(); i++) {
        TableCover cover = covers.get(i);
        if (cover.equals(found.get(cover.lines()))) {
          return Optional.empty();
        }
        if (checkpoints.get(i).isWhole()) {
          return Optional.of(Change.of(ChangeKind.TABLES, sentence(checkpoints.get(i), cover)));
        }
      }
      return Optional.empty();
    }

    private String sentence(CheckpointValues checkpoint, TableCover cover) {
      long lines = counting.lines();
      String there =
          lines < cover.lines()
              ? lines + " lines of " + task
              : "other lines of " + task + " among the first " + cover.lines();
      return String.format(
          "%s: %s (expected: the %d that the run had written by step %d)",
          table, there, cover.lines(), checkpoint.step());
    }
  }
}
