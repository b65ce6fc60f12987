package io.reflux.weights;

import java.io.IOException;
import java.nio.file.Path;

/** A file that can't be taken for what it should be: damaged, hostile or of another kind. */
final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param file the file refused
   * @param problem what is wrong, where in the file, and what was expected there
   */
  public WeightsException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
