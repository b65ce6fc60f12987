package io.reflux.run;

import io.reflux.chance.Draws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What disks and people do to files. */
enum Damage {
  FLIPPED,
  CUT,
  TORN,
  ZEROED,
  GONE,
  EMPTY;

  private static final int SECTOR = 512;

  /** Does it, somewhere in the file. */
  void to(Path file, Draws draws) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = draws.nextInt(Math.max(1, bytes.length));
    switch (this) {
      case FLIPPED -> bytes[at] ^= (byte) (1 << draws.nextInt(8));
      case CUT -> bytes = Arrays.copyOf(bytes, at);
      case TORN -> bytes = Arrays.copyOf(bytes, Math.max(0, bytes.length - 1 - draws.nextInt(4)));
      case ZEROED -> Arrays.fill(bytes, at, Math.min(bytes.length, at + SECTOR), (byte) 0);
      case EMPTY -> bytes = new byte[0];
      case GONE -> {
        Files.delete(file);
        return;
      }
    }
    Files.write(file, bytes);
  }
}
