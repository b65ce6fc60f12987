package io.reflux.status;

import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of runs, as far as it is shown. A name of a request leads to a run that lies right
 * inside, and a run's file to one that lies in that run: never to anything else, whatever the name
 * says and wherever links point.
 */
final class RunsFolder {
  private final Path root;
  private final Predicate<String> shown;

  /**
   * A folder.
   *
   * @param shown which of the runs inside are shown, by name
   */
  RunsFolder(Path root, Predicate<String> shown) {
    this.root = root;
    this.shown = shown;
  }

  /** Nothing but one run, under the name of its folder. */
  static RunsFolder only(RunDirectory run) {
    Path own = run.root().toAbsolutePath().normalize();
    String name = String.valueOf(own.getFileName());
    return new RunsFolder(own.resolveSibling(""), name::equals);
  }

  /** The names of the runs that are shown, sorted. */
  List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> find(name).isPresent())
          .sorted()
          .toList();
    }
  }

  /** The run of a name; empty if there is none, or none that is shown. */
  Optional<RunDirectory> find(String name) {
    return isPlain(name) && shown.test(name)
        ? inside(root, name).map(RunDirectory::new).filter(RunDirectory::isBegun)
        : Optional.empty();
  }

  /** A file of a run; empty if it is not there, or lies elsewhere in truth. */
  static Optional<Path> file(RunDirectory run, Path file) {
    return inside(run.root(), String.valueOf(file.getFileName())).filter(Files::isRegularFile);
  }

  private static Optional<Path> inside(Path folder, String name) {
    try {
      Path real = folder.toRealPath();
      Path found = real.resolve(name).toRealPath();
      return Optional.of(found).filter(path -> real.equals(path.getParent()));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** One step down, and nothing hidden. */
  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.charAt(0) != '.'
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
  }
}
