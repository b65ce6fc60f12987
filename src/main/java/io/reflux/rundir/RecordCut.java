package io.reflux.rundir;

import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes records out of a file, reading it once and holding one record at a time. Where nothing
 * stays behind the first that goes, as is usual, the file is cut there; else it is written anew
 * beside itself and replaced.
 */
final class RecordCut {
  /** What becomes of a record. */
  enum Verdict {
    KEEP,
    DROP,
    DAMAGED
  }

  /** Decides about records, in their order. */
  interface Judge {
    Verdict of(byte[] record);
  }

  /**
   * What was found.
   *
   * @param kept records that stay
   * @param dropped whole records that were taken out
   * @param damaged stretches that were no records
   */
  record Found(long kept, long dropped, long damaged) {}

  private final Path file;
  private final byte[] head;
  private long kept;
  private long dropped;
  private long damaged;
  private long keptBytes;
  private @Nullable FileChannel aside;

  private RecordCut(Path file, byte[] head) {
    this.file = file;
    this.head = head;
  }

  /**
   * Cuts a file that may not be there yet.
   *
   * @param head the bytes of the first record, which is put there if it is missing; empty if any
   *     record may be the first
   * @param judge asked about every other whole record
   */
  static Found cut(Path file, RecordFormat format, byte[] head, Judge judge) throws IOException {
    RecordCut cut = new RecordCut(file, head);
    if (!Files.exists(file)) {
      DurableFile.write(file, head);
      return cut.found();
    }
    try (InputStream stream = Files.newInputStream(file)) {
      cut.read(new ByteSource(stream), format, judge);
      cut.end();
    } finally {
      cut.abandon();
    }
    return cut.found();
  }

  private void read(ByteSource source, RecordFormat format, Judge judge) throws IOException {
    boolean first = head.length > 0;
    boolean gap = false;
    for (RecordFormat.Chunk c = format.next(source); !c.isNone(); c = format.next(source)) {
      boolean isHead = first && c.whole() && Arrays.equals(c.bytes(), head);
      if (first && !isHead) {
        gap = true;
        begin();
      }
      first = false;
      if (isHead) {
        keptBytes = head.length;
        continue;
      }
      Verdict verdict = c.whole() ? judge.of(c.bytes()) : Verdict.DAMAGED;
      switch (verdict) {
        case KEEP -> keep(c.bytes(), gap);
        case DROP -> {
          dropped++;
          gap = true;
        }
        case DAMAGED -> {
          damaged++;
          gap = true;
        }
      }
    }
    if (first) {
      begin();
    }
  }

  private void keep(byte[] record, boolean gap) throws IOException {
    kept++;
    if (gap && aside == null) {
      begin();
    }
    if (aside == null) {
      keptBytes += record.length;
    } else {
      DurableFile.drain(ByteBuffer.wrap(record), aside);
    }
  }

  /** Begins the file that replaces this one with all that is known to stay. */
  private void begin() throws IOException {
    FileChannel target =
        FileChannel.open(
            part(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    aside = target;
    if (keptBytes == 0) {
      DurableFile.drain(ByteBuffer.wrap(head), target);
      return;
    }
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      long copied = 0;
      while (copied < keptBytes) {
        copied += from.transferTo(copied, keptBytes - copied, target);
      }
    }
  }

  private void end() throws IOException {
    if (aside == null) {
      if (Files.size(file) > keptBytes) {
        try (FileChannel own = FileChannel.open(file, StandardOpenOption.WRITE)) {
          own.truncate(keptBytes).force(true);
        }
      }
      return;
    }
    aside.force(true);
    aside.close();
    aside = null;
    Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    DurableFile.syncFolder(file.toAbsolutePath().resolveSibling(""));
  }

  private void abandon() throws IOException {
    if (aside != null) {
      aside.close();
      Files.deleteIfExists(part());
    }
  }

  private Path part() {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private Found found() {
    return new Found(kept, dropped, damaged);
  }
}
