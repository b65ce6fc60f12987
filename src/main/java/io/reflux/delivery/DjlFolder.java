package io.reflux.delivery;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that DJL loads as a model. */
final class DjlFolder {
  static final String PROPERTIES = "serving.properties";

  private DjlFolder() {}

  /** True if a path is such a folder. */
  static boolean is(Path path) {
    return Files.isRegularFile(path.resolve(PROPERTIES));
  }

  /** The archive inside of it. */
  static Path archive(Path folder) {
    return folder.resolve(folder.toAbsolutePath().normalize().getFileName() + ".pt");
  }
}
