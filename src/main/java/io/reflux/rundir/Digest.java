package io.reflux.rundir;

import io.reflux.setting.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** SHA-256 digests of a run's files, as hexadecimal digits. */
public final class Digest {
  private Digest() {}

  /** Of a file's content. */
  public static String of(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
