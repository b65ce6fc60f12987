package io.reflux.rundir;

import io.reflux.checkpoint.TaskFolders;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a done task has left in a run's directory, to be put into another one's: checkpoints and
 * weights, its lines of the tables, its curves, its embeddings. Tensors, which nobody ever writes
 * to again, get a second name on the same disk; all else is copied.
 *
 * @param source the run that has done it
 * @param task the task
 */
record TakenFiles(RunDirectory source, String task) {
  private static final Logger LOG = LoggerFactory.getLogger(TakenFiles.class);
  private static final LineFormat LINES = new LineFormat();

  /**
   * Puts the lines of some tasks into the tables of a run that has none.
   *
   * @param all the tasks, in the order in which their lines are to stand
   */
  static void putTables(List<TakenFiles> all, RunDirectory run) {
    try {
      if (!all.isEmpty()) {
        write(run.metrics(), all, RunDirectory::metrics);
        write(run.evaluations(), all, RunDirectory::evaluations);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(run.root() + ": its tables can't be written", e);
    }
  }

  private interface Table {
    Path of(RunDirectory run);
  }

  private static void write(Path file, List<TakenFiles> all, Table table) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    DurableFile.write(
        file,
        channel -> {
          boolean headed = false;
          for (TakenFiles each : all) {
            headed |= each.lines(table.of(each.source), headed, channel);
          }
        });
  }

  /** Writes the task's lines, and the head of the table unless it is written; true if it is. */
  private boolean lines(Path table, boolean headed, FileChannel out) throws IOException {
    if (!Files.exists(table)) {
      return false;
    }
    byte[] own = (task + ",").getBytes(StandardCharsets.UTF_8);
    try (InputStream stream = Files.newInputStream(table)) {
      ByteSource lines = new ByteSource(stream);
      RecordFormat.Chunk head = LINES.next(lines);
      if (!headed) {
        DurableFile.drain(ByteBuffer.wrap(head.bytes()), out);
      }
      for (RecordFormat.Chunk c = LINES.next(lines); !c.isNone(); c = LINES.next(lines)) {
        if (c.whole() && begins(c.bytes(), own)) {
          DurableFile.drain(ByteBuffer.wrap(c.bytes()), out);
        }
      }
    }
    return true;
  }

  private static boolean begins(byte[] line, byte[] with) {
    return line.length >= with.length
        && ByteBuffer.wrap(line, 0, with.length).equals(ByteBuffer.wrap(with));
  }

  /**
   * Puts everything else into a run's directory, the task's summary last.
   *
   * @return what has come from where, in sentences
   * @throws InputException if weights are not those that the run wrote
   */
  List<String> put(RunDirectory run) {
    try {
      Map<String, String> weights = new Beginning(source).weightsOf(task);
      FolderRemoval.of(run.task(task));
      put(source.curves(task), run.curves(task));
      putEmbeddings(run);
      Path summary = source.taskSummary(task);
      for (Path file : files(source.task(task))) {
        if (!file.equals(summary)) {
          put(file, run.task(task).resolve(source.task(task).relativize(file)));
        }
      }
      List<String> told = checked(run, weights);
      DurableFile.write(run.taskSummary(task), Files.readAllBytes(summary));
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(task + ": can't be taken from " + source.root(), e);
    }
  }

  private List<String> checked(RunDirectory run, Map<String, String> weights) {
    List<String> told = new ArrayList<>();
    weights.forEach(
        (name, digest) -> {
          String found = Digest.of(run.task(task).resolve(name));
          if (!found.equals(digest)) {
            throw new InputException(
                source.task(task).resolve(name)
                    + ": SHA-256 "
                    + found
                    + " (expected: "
                    + digest
                    + ", as the run that trained it wrote it)");
          }
          told.add(name + " SHA-256 " + digest);
        });
    told.add(0, "trained by " + source.root() + ", not here");
    return told;
  }

  private void putEmbeddings(RunDirectory run) throws IOException {
    for (Path file : files(source.embeddings())) {
      if (String.valueOf(file.getFileName()).startsWith(task + "-")) {
        put(file, run.embeddings().resolve(file.getFileName()));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A file, or a folder with all that is in it. */
  private static void put(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      for (Path file : files(from)) {
        put(file, to.resolve(from.relativize(file)));
      }
    } else if (Files.exists(from)) {
      Files.createDirectories(to.resolveSibling(""));
      Files.deleteIfExists(to);
      if (!isLinked(from, to)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean isLinked(Path from, Path to) {
    try {
      if (from.toString().endsWith(TaskFolders.TENSORS)) {
        Files.createLink(to, from.toRealPath());
        return true;
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} is copied: another disk, or one that knows no links", from, e);
    }
    return false;
  }
}
