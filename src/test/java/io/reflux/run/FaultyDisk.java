package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.InstalledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A library that makes the disk of a process fail, or its clock jump: {@code src/test/c/disk.c},
 * compiled by the machine's C compiler.
 *
 * @param library the shared library
 */
record FaultyDisk(Path library) {
  private static final Path SOURCE = Path.of("src/test/c/disk.c").toAbsolutePath();

  /** What a call fails with on Linux. */
  enum Fails {
    SLOWLY(0, ""),
    GONE(2, ""),
    EIO(5, "Input/output error"),
    ENOSPC(28, "No space left on device"),
    EROFS(30, "Read-only file system"),
    ESTALE(116, "Stale file handle"),
    EDQUOT(122, "Disk quota exceeded");

    final int number;
    final String words;

    Fails(int number, String words) {
      this.number = number;
      this.words = words;
    }
  }

  /**
   * Calls that have a fault.
   *
   * @param operation which, as the library's source tells
   * @param number what they fail with; less than 0, the milliseconds that they hang for; seconds
   *     for a clock
   * @param part of the path of the files
   * @param from the first of them, from 1
   * @param count how many
   */
  record Rule(String operation, int number, String part, int from, int count) {
    static final int ALL = Integer.MAX_VALUE;

    Rule withNumber(int other) {
      return new Rule(operation, other, part, from, count);
    }

    @Override
    public String toString() {
      return operation + " " + number + " " + part + " " + from + " " + count;
    }
  }

  /** Compiles it; empty where there is no compiler for it. */
  static Optional<FaultyDisk> compiled(Path folder) throws IOException, InterruptedException {
    if (!InstalledProgram.canCompile()) {
      return Optional.empty();
    }
    Path library = folder.resolve("disk.so");
    InstalledProgram.library(SOURCE, library, "-ldl");
    return Optional.of(new FaultyDisk(library));
  }

  /** Puts it into the environment of a process. */
  void into(Map<String, String> environment, Rule rule, Path told) {
    environment.put("LD_PRELOAD", library.toString());
    environment.put("FAULTY_DISK", rule.toString());
    environment.put("FAULTY_DISK_TOLD", told.toString());
  }

  /** Refuses a process that never came to the calls. */
  static void assertMet(Rule rule, Path told) {
    assertThat(Files.exists(told)).as("%s: such calls were made", rule).isTrue();
  }
}
