package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that shards are written into: begun once, with a line that says what is prepared, so
 * that nothing else is ever mixed in.
 */
record ShardFolder(Path path) {
  private static final String DESCRIPTION = "preparation.txt";
  static final String JOURNAL = "journal.bin";

  /**
   * Makes the folder, or finds it begun by an earlier run.
   *
   * @param described what is prepared, in one line
   * @throws IOException if it holds something else, or cannot be written
   */
  void begin(String described) throws IOException {
    try {
      Files.createDirectories(path);
      Path description = path.resolve(DESCRIPTION);
      if (Files.exists(description)) {
        check(Files.readString(description).strip(), described);
      } else if (Files.exists(path.resolve("train" + Prepared.INDEX))) {
        throw new IOException(path + " holds another preparation (expected: an empty folder)");
      } else {
        Files.writeString(description, described + "\n");
      }
    } catch (AccessDeniedException e) {
      throw new IOException(path + ": no right to write there", e);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(path + " is no folder", e);
    }
  }

  /** Whether all is written. */
  boolean isFinished() {
    return Files.exists(path.resolve("train" + Prepared.INDEX))
        && !Files.exists(path.resolve(JOURNAL));
  }

  private void check(String found, String described) throws IOException {
    if (!found.equals(described)) {
      throw new IOException(
          path
              + " holds another preparation: "
              + found
              + " (expected: "
              + described
              + "; or an empty folder)");
    }
  }
}
