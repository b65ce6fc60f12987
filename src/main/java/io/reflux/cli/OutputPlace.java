package io.reflux.cli;

import io.reflux.setting.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where a command will write what it computes. It is tried before, since computing may take hours,
 * which would be lost.
 *
 * @param spec the command's
 * @param option that names the place
 */
record OutputPlace(CommandSpec spec, String option) {

  /** Makes a file's folder, or refuses a file that can't be written. */
  void ofFile(Path file) {
    if (Files.isDirectory(file)) {
      refuse(file, "a folder (expected: the name of a file)");
    }
    tryFolder(file);
  }

  /** Makes the folder around one, or refuses a folder that can't be made. */
  void ofFolder(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      refuse(folder, "a file (expected: the name of a folder)");
    }
    tryFolder(folder);
  }

  private void tryFolder(Path inside) {
    Path folder = inside.toAbsolutePath().getParent();
    if (folder == null) {
      return; // the root of the file system is there
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".reflux", ".tried"));
    } catch (IOException e) {
      String why =
          e instanceof NoSuchFileException ? "nothing can be made there" : FileFault.reason(e);
      refuse(inside, why + " (expected: a place that can be written to)");
    }
  }

  private void refuse(Path place, String why) {
    throw new ParameterException(spec.commandLine(), option + ": " + place + ": " + why);
  }
}
