package io.reflux.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Puts what a run has where nothing uses it, so that a task can begin again, or go back. */
public final class SetAside {
  private final RunDirectory directory;

  public SetAside(RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Moves a task's checkpoints and weights away.
   *
   * @return the folder, in which copies of the run's tables lie beside them
   */
  public Path put(String task) {
    try {
      Path folder = folder(task);
      Files.move(
          directory.task(task), folder.resolve("checkpoints"), StandardCopyOption.ATOMIC_MOVE);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(directory.task(task) + ": can't be set aside", e);
    }
  }

  /**
   * Makes a folder that holds copies of the run's tables, whose later lines are about to go.
   *
   * @param name what it is called; with a number if there is one of that name
   */
  Path folder(String name) throws IOException {
    Path free = directory.aside().resolve(name);
    for (int i = 2; Files.exists(free); i++) {
      free = directory.aside().resolve(name + "-" + i);
    }
    Files.createDirectories(free);
    for (Path table : List.of(directory.metrics(), directory.evaluations())) {
      if (Files.exists(table)) {
        Files.copy(table, free.resolve(table.getFileName()));
      }
    }
    return free;
  }
}
