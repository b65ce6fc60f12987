package io.reflux.checkpoint;

import io.reflux.wire.Scalars;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a checkpoint says beside its tensors, which have not been looked at.
 *
 * @param step steps taken in the task
 * @param scalars single values of the task as a whole
 * @param folder where it lies
 */
public record CheckpointValues(long step, Scalars scalars, Path folder) {

  /** Reads all of it; true if it is as it was written. */
  public boolean isWhole() {
    try {
      new CheckpointFolder(folder).read();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
