package io.reflux.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a virtual machine writes about its own crash, where it was started or in {@code /tmp}. */
public final class CrashFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CrashFiles.class);

  private final List<Path> places;

  /** Looks for them in some folders. */
  public CrashFiles(List<Path> places) {
    this.places = places;
  }

  /** Where the children of this process write them. */
  public static CrashFiles ofChildren() {
    return new CrashFiles(List.of(Path.of(""), Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /**
   * Moves the one of a process into a run directory.
   *
   * @return its name there; empty if there is none
   */
  public Optional<String> move(long pid, Path run) {
    String name = "hs_err_pid" + pid + ".log";
    for (Path place : places) {
      Path file = place.resolve(name);
      if (Files.isRegularFile(file) && moved(file, run.resolve(name))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static boolean moved(Path from, Path to) {
    try {
      Files.copy(from, to);
      Files.delete(from);
      return true;
    } catch (IOException e) {
      LOG.warn("{} stays where it is", from, e);
      return false;
    }
  }
}
