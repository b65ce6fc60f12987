package io.reflux.rundir;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's curves as TensorBoard's event files, one a student, that grow with the task: {@code
 * tensorboard/<task>/<student>}. TensorBoard shows each as a run of its own, so that the students'
 * curves of one name lie in one picture. All that they show stands in the tables too: if the files
 * can't be written the task goes on, and a later attempt makes them whole.
 */
final class TaskCurves implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskCurves.class);
  static final String NAME = "events.out.tfevents.reflux";
  private static final int MOST_WAITING_BYTES = 1 << 20;

  private final Path folder;
  private final Map<String, TensorBoardFile> files = new LinkedHashMap<>();
  private boolean broken;

  /** Curves that have no points yet; files of an earlier attempt are replaced. */
  TaskCurves(Path folder) {
    this.folder = folder;
  }

  /**
   * Goes on with a student's file of an earlier attempt, up to a step.
   *
   * @param points how many it must hold up to there
   * @return false if it doesn't: it is begun anew, and has no points
   */
  boolean goOn(String student, long step, long points) {
    Path file = folder.resolve(student).resolve(NAME);
    try {
      if (!Files.isRegularFile(file)
          || TensorBoardFile.cut(file, event -> event.step() <= step) != points) {
        return false;
      }
      files.put(student, TensorBoardFile.open(file));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": can't be read or written", e);
    }
  }

  /** Adds a point; it is seen after {@link #flush}. */
  void add(String student, long step, String name, double value) {
    double seconds = System.currentTimeMillis() / 1000.0;
    try {
      TensorBoardFile file = broken ? null : files.get(student);
      if (file == null && !broken) {
        Path place = Files.createDirectories(folder.resolve(student));
        file = TensorBoardFile.create(place.resolve(NAME), seconds);
        files.put(student, file);
      }
      if (file != null) {
        file.add(new ScalarEvent(seconds, step, name, (float) value));
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  /** Shows all points. */
  void flush() {
    each(TensorBoardFile::flush);
  }

  /** Brings all points to the disk. */
  void force() {
    each(TensorBoardFile::force);
  }

  @Override
  public void close() {
    for (TensorBoardFile file : files.values()) {
      try (file) {
        file.flush();
      } catch (IOException e) {
        giveUp(e);
      }
    }
    files.clear();
  }

  private interface Act {
    void on(TensorBoardFile file) throws IOException;
  }

  private void each(Act act) {
    for (TensorBoardFile file : files.values()) {
      try {
        act.on(file);
      } catch (IOException e) {
        if (file.waitingBytes() > MOST_WAITING_BYTES) {
          giveUp(e);
          return;
        }
      }
    }
  }

  private void giveUp(IOException e) {
    if (!broken) {
      broken = true;
      LOG.warn("{} can't be written; it is made whole when the run is resumed", folder, e);
    }
  }
}
