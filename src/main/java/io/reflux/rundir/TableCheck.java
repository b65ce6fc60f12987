package io.reflux.rundir;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.checkpoint.CheckpointValues;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.setting.Amount;
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
 * at a time, however long it is. What comes later than they, an evaluation of a checkpoint's own
 * step, is held to the note that vouches for it.
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
    Known known = new Known(task, new TableNote(directory, task, table));
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
    private final TableNote note;
    private final Optional<TableCover> noted;

    Known(String task, TableNote note) {
      this.task = task;
      this.note = note;
      noted = note.cover();
      noted.ifPresent(this::know);
    }

    void add(CheckpointValues checkpoint, TableCover cover) {
      checkpoints.add(checkpoint);
      covers.add(cover);
      know(cover);
    }

    private void know(TableCover cover) {
      found.put(cover.lines(), TableCover.NONE);
      found.put(0L, TableCover.NONE);
    }

    void counted(byte[] line) {
      counting.add(line);
      found.computeIfPresent(counting.lines(), (lines, before) -> counting.now());
    }

    Optional<Change> fault() {
      Optional<Change> older = againstCheckpoints();
      if (older.isPresent()) {
        return older;
      }
      Optional<String> sentence =
          noted.filter(cover -> !isFound(cover)).map(cover -> sentence(cover, ""));
      return note.problem().or(() -> sentence).map(w -> Change.of(ChangeKind.TABLES, w));
    }

    private boolean isFound(TableCover cover) {
      return cover.equals(found.get(cover.lines()));
    }

    /**
     * A damaged checkpoint may know of lines that were taken out since; a whole one is gone on
     * from.
     */
    private Optional<Change> againstCheckpoints() {
      for (int i = 0; i < covers.size(); i++) {
        TableCover cover = covers.get(i);
        if (isFound(cover)) {
          return Optional.empty();
        }
        if (checkpoints.get(i).isWhole()) {
          return Optional.of(
              Change.of(
                  ChangeKind.TABLES, sentence(cover, " by step " + checkpoints.get(i).step())));
        }
      }
      return Optional.empty();
    }

    private String sentence(TableCover cover, String when) {
      long lines = counting.lines();
      String there =
          lines < cover.lines()
              ? Amount.of(lines, "line") + " of " + task
              : "other lines of " + task + " among the first " + cover.lines();
      return String.format(
          "%s: %s (expected: the %d that the run had written%s)",
          table, there, cover.lines(), when);
    }
  }
}
