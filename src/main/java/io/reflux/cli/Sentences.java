package io.reflux.cli;

import io.reflux.setting.FileFault;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** One line for what went wrong. */
final class Sentences {
  private Sentences() {}

  /** The first message on the way to the innermost cause, else the name of the failure. */
  static String of(Throwable failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file instanceof NoSuchFileException // its message is a path alone
          ? file.getFile() + ": no such file or folder"
          : FileFault.sentence(file);
    }
    String sentence = failure.getMessage();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (sentence == null && cause.getMessage() != null) {
        sentence = cause.getMessage();
      }
    }
    String kind = failure.getClass().getSimpleName();
    if (sentence == null) {
      return kind;
    }
    return failure instanceof VirtualMachineError ? kind + ": " + sentence : sentence;
  }
}
