package io.reflux.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the disk says of a run. To ask may take as long as the disk does.
 *
 * @param freeBytes how much may still be written
 * @param lastCheckpoint when the latest checkpoint was sealed; empty if there is none
 */
public record RunDisk(long freeBytes, Optional<Instant> lastCheckpoint) {
  private static final String CHECKPOINT = "step-";
  private static final int DEPTH = 2; // task, checkpoint

  /** Asks now. */
  public static RunDisk of(RunDirectory run) throws IOException {
    return new RunDisk(Files.getFileStore(run.root()).getUsableSpace(), lastCheckpoint(run));
  }

  private static Optional<Instant> lastCheckpoint(RunDirectory run) throws IOException {
    Path tasks = run.tasks().all();
    if (!Files.isDirectory(tasks)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.find(tasks, DEPTH, (path, kind) -> isCheckpoint(path))) {
      return all.flatMap(RunDisk::sealed).max(Comparator.naturalOrder());
    } catch (UncheckedIOException e) {
      throw new IOException(tasks + ": can't be looked through", e);
    }
  }

  private static boolean isCheckpoint(Path path) {
    return path.getFileName().toString().startsWith(CHECKPOINT) && Files.isDirectory(path);
  }

  /** One that is cleared away meanwhile is none. */
  private static Stream<Instant> sealed(Path checkpoint) {
    try {
      return Stream.of(Files.getLastModifiedTime(checkpoint).toInstant());
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
