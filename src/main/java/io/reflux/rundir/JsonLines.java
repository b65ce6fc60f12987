package io.reflux.rundir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files that hold an object a line. */
final class JsonLines {
  private static final SummaryFormat JSON = new SummaryFormat();
  private static final LineFormat LINES = new LineFormat();

  private JsonLines() {}

  /** All objects, oldest first; torn lines are passed over, and there need not be a file. */
  static <T> List<T> read(Path file, Class<T> kind) {
    List<T> all = new ArrayList<>();
    if (!Files.exists(file)) {
      return all;
    }
    try (InputStream stream = Files.newInputStream(file)) {
      ByteSource source = new ByteSource(stream);
      for (RecordFormat.Chunk c = LINES.next(source); !c.isNone(); c = LINES.next(source)) {
        if (c.whole()) {
          JSON.parsed(c.bytes(), kind).ifPresent(all::add);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
