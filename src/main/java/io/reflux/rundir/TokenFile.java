package io.reflux.rundir;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The secret by which a run is steered: {@code status.token} in its directory, which only its owner
 * can read. A run that goes on keeps the one that it had.
 */
public final class TokenFile {
  private static final int BYTES = 32;
  private static final String OWNER_ONLY = "rw-------";

  private TokenFile() {}

  /**
   * The secret that this machine's settings name, or a run's own.
   *
   * @param configured empty if they name none
   * @throws IOException if it can't be read or written
   */
  public static String or(String configured, RunDirectory run) throws IOException {
    return configured.isEmpty() ? of(run) : configured;
  }

  /**
   * The secret of a run, drawn if there is none yet.
   *
   * @throws IOException if it can't be read or written
   */
  public static String of(RunDirectory run) throws IOException {
    Path file = run.token();
    if (Files.exists(file)) {
      String kept = Files.readString(file).trim();
      if (!kept.isEmpty()) {
        return kept;
      }
      Files.delete(file);
    }
    byte[] drawn = new byte[BYTES];
    new SecureRandom().nextBytes(drawn);
    String token = HexFormat.of().formatHex(drawn);
    write(file, token + "\n");
    return token;
  }

  /** The permissions come with the file: at no instant can others read it. */
  private static void write(Path file, String text) throws IOException {
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    try (var out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
