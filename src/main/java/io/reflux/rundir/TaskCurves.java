package io.reflux.rundir;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task's curves as TensorBoard's event files, one a student, that grow with the task: {@code
 * tensorboard/<task>/<student>}. TensorBoard shows each as a run of its own, so that the students'
 * curves of one name lie in one picture.
 */
final class TaskCurves implements AutoCloseable {
  private static final String NAME = "events.out.tfevents.reflux";

  private final Path folder;
  private final Map<String, TensorBoardFile> files = new LinkedHashMap<>();

  /** Curves that have no points yet; files of an earlier sitting are replaced. */
  TaskCurves(Path folder) {
    this.folder = folder;
  }

  /** Adds a point; it is seen after {@link #flush}. */
  void add(String student, long step, String name, double value) {
    double seconds = System.currentTimeMillis() / 1000.0;
    try {
      TensorBoardFile file = files.get(student);
      if (file == null) {
        Path place = Files.createDirectories(folder.resolve(student));
        file = TensorBoardFile.create(place.resolve(NAME), seconds);
        files.put(student, file);
      }
      file.add(new ScalarEvent(seconds, step, name, (float) value));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Shows all points. */
  void flush() {
    try {
      for (TensorBoardFile file : files.values()) {
        file.flush();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      for (TensorBoardFile file : files.values()) {
        file.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(folder + ": can't be written", e);
  }
}
