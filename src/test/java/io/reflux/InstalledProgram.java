package io.reflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine that some tests want, and say so where they are missing. */
public final class InstalledProgram {
  private static final String COMPILER = "cc";

  private InstalledProgram() {}

  /** True if a command line would find it. */
  public static boolean isThere(String name) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
  }

  /** Leaves a test out where a program is missing. */
  public static void assume(String name) {
    assumeTrue(isThere(name), "no " + name + " on this machine");
  }

  /** True if {@link #library} has a compiler, on a system whose libraries it makes. */
  public static boolean canCompile() {
    return System.getProperty("os.name").equals("Linux") && isThere(COMPILER);
  }

  /**
   * Compiles a shared library; a fault of its source fails the test.
   *
   * @param options more of the compiler's, behind the source
   */
  public static void library(Path source, Path library, String... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(COMPILER, "-shared", "-fPIC", "-O1", "-o"));
    words.addAll(List.of(library.toString(), source.toString()));
    words.addAll(List.of(options));
    Path said = Files.createTempFile("cc", ".txt");
    Process compiler =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(compiler.waitFor()).as("%s: %s", words, said).isZero();
    Files.delete(said);
  }
}
