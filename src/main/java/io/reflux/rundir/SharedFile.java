package io.reflux.rundir;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A growing file of records into which several tasks of a run write at once. Records don't tear
 * each other; those of one writer stand in the order in which it wrote them. For many threads; one
 * process writes at a time.
 */
final class SharedFile {
  private final Path path;
  private @Nullable GrowingFile file;
  private int writers;

  /** A file that nobody writes yet, and that need not be there. */
  SharedFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /**
   * Takes records out of the file, and lets one more write. What the others have handed in and what
   * is not in the file yet comes later, as if nothing had happened.
   */
  synchronized RecordCut.Found join(RecordFormat format, byte[] head, RecordCut.Judge judge)
      throws IOException {
    GrowingFile open = file;
    if (open != null) {
      open.trim();
    }
    RecordCut.Found found = RecordCut.cut(path, format, head, judge);
    if (open == null) {
      file = GrowingFile.open(path);
    } else {
      open.reopen(path);
    }
    writers++;
    return found;
  }

  /** Takes a record; it is in the file after {@link #flush}. */
  synchronized void append(byte[] record) {
    open().append(record);
  }

  /** How many bytes were taken of all writers and are not in the file yet. */
  synchronized int waitingBytes() {
    return open().waitingBytes();
  }

  /** Hands all that waits to the operating system. */
  synchronized void flush() throws IOException {
    open().flush();
  }

  /** As {@link #flush}, down to the disk. */
  synchronized void force() throws IOException {
    open().force();
  }

  /** One writes no more; after the last one the file is closed. */
  synchronized void leave() throws IOException {
    GrowingFile open = open();
    writers--;
    if (writers > 0) {
      open.flush();
      return;
    }
    file = null;
    open.close();
  }

  private GrowingFile open() {
    if (file == null) {
      throw new IllegalStateException(path + ": closed (expected: open)");
    }
    return file;
  }
}
