package io.reflux.setting;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a file could not be read or written, in the same words wherever it is told. */
public final class FileFault {
  /** The file system's exceptions whose message is a path alone. */
  private static final Map<Class<?>, String> WORDS =
      Map.of(
          NoSuchFileException.class, "it is gone", AccessDeniedException.class, "no right to it");

  private FileFault() {}

  /** The reason without the path, which every sentence has beside it. */
  public static String reason(Throwable fault) {
    String words = WORDS.get(fault.getClass());
    if (words != null) {
      return words;
    }
    String kind = fault.getClass().getSimpleName();
    @Nullable String said =
        fault instanceof FileSystemException file ? file.getReason() : fault.getMessage();
    return said == null || said.isBlank() ? kind : said;
  }

  /** The reason, after the path that the fault names if it names one. */
  public static String sentence(Throwable fault) {
    return fault instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + reason(fault)
        : reason(fault);
  }
}
