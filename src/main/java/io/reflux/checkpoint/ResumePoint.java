package io.reflux.checkpoint;

import io.reflux.setting.FileFault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a task goes on.
 *
 * @param checkpoint the checkpoint written last that is whole; empty if there is none
 * @param passedOver what is wrong with each that was written later, with its path
 */
public record ResumePoint(Optional<Checkpoint> checkpoint, List<String> passedOver) {
  /** Copies the list. */
  public ResumePoint {
    passedOver = List.copyOf(passedOver);
  }

  /** Why a checkpoint can't be read, with its path. */
  static String reason(Path checkpoint, IOException e) {
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": can't be read: " + FileFault.reason(e);
    }
    String message = String.valueOf(e.getMessage());
    return message.startsWith(checkpoint.toString()) ? message : checkpoint + ": " + message;
  }

  /** True if there are checkpoints, and not one is whole. */
  public boolean isLost() {
    return checkpoint.isEmpty() && !passedOver.isEmpty();
  }
}
