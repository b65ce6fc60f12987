package io.reflux.rundir;

import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file beside a task's checkpoints that vouches for the lines that the task has in a table:
 * an evaluation may come later than all checkpoints. It is replaced as a whole, after the lines are
 * on the disk, and taken away before any of them goes: what it speaks of was there. Lines that a
 * kill left without it are made again.
 */
final class TableNote {
  private static final SummaryFormat JSON = new SummaryFormat();

  private final Path file;
  private final String table;

  /** The lines that it vouches for. */
  private record Content(String table, long lines, long checksum) {}

  /** Of a task's lines in a table; it need not be there. */
  TableNote(RunDirectory directory, String task, Path table) {
    this.table = String.valueOf(table.getFileName());
    file = directory.task(task).resolve(this.table.replace(".csv", ".json"));
  }

  /** What it vouches for; empty if there is none, or if it is damaged. */
  Optional<TableCover> cover() {
    try {
      return read().map(content -> new TableCover(content.lines(), content.checksum()));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with it, in a sentence. */
  Optional<String> problem() {
    try {
      read();
      return Optional.empty();
    } catch (InputException e) {
      return Optional.of(file + ": damaged: what it vouched for is not known");
    }
  }

  /** Vouches for lines that are on the disk. */
  void write(TableCover cover) throws IOException {
    byte[] bytes = JSON.sealed(new Content(table, cover.lines(), cover.crc32c()));
    DurableFile.write(file, bytes);
  }

  /** Vouches for nothing any more. */
  void withdraw() throws IOException {
    if (Files.deleteIfExists(file)) {
      DurableFile.syncFolder(file.toAbsolutePath().resolveSibling(""));
    }
  }

  private Optional<Content> read() {
    return JSON.read(file, Content.class);
  }
}
