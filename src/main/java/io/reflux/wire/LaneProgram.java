package io.reflux.wire;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A teacher's program, and how a lane runs it.
 *
 * @param files all that it is read from
 * @param archive the name of the file that answers
 * @param input the name of the file that makes its input of pixels; empty if it takes these itself
 * @param answers the outputs that are asked for
 * @param threads threads of a lane
 * @param rowsAtOnce how many images are computed at once
 */
public record LaneProgram(
    List<ProgramFile> files,
    String archive,
    String input,
    List<ProgramAnswer> answers,
    int threads,
    int rowsAtOnce) {

  /** Copies the lists, and checks that archive and input are among the files. */
  public LaneProgram {
    files = List.copyOf(files);
    answers = List.copyOf(answers);
    List<String> names = files.stream().map(ProgramFile::name).toList();
    if (!names.contains(archive) || (!input.isEmpty() && !names.contains(input))) {
      throw new IllegalArgumentException(
          "program: " + archive + ", " + input + " (expected: among " + names + ")");
    }
    if (threads < 1 || rowsAtOnce < 1) {
      throw new IllegalArgumentException(
          "program: " + threads + " threads, " + rowsAtOnce + " rows (expected: >= 1)");
    }
  }

  /**
   * A file of a program.
   *
   * @param name its name without a folder
   * @param digest its SHA-256, hexadecimal
   * @param bytes its length
   */
  public record ProgramFile(String name, String digest, long bytes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Checks that the name is one in a folder, and no way out of it. */
    public ProgramFile {
      if (!NAME.matcher(name).matches() || !DIGEST.matcher(digest).matches() || bytes < 0) {
        throw new IllegalArgumentException(
            "program file: "
                + name
                + ", "
                + digest
                + " (expected: letters, digits, '.', '_', '-'; a SHA-256)");
      }
    }
  }

  /**
   * An output.
   *
   * @param name its name
   * @param place where it is found among the archive's answers
   */
  public record ProgramAnswer(String name, String place) {}
}
