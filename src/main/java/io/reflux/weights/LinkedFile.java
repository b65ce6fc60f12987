package io.reflux.weights;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file under a second name: without its bytes once more, where the disk can do that. */
public final class LinkedFile {
  private LinkedFile() {}

  /** Gives a file a second name, or copies it. Its content must never be written over. */
  public static void of(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, name);
    }
  }

  /** Gives all files of a folder second names in another one, which is made; not those below. */
  public static void all(Path folder, Path other) throws IOException {
    Files.createDirectories(other);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      of(file, other.resolve(file.getFileName()));
    }
  }
}
