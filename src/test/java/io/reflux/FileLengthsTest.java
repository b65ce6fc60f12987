package io.reflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that has grown too long holds more than one idea. */
class FileLengthsTest {
  private static final int MOST_LINES = 300;

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/test/java"})
  void noFileIsLongerThanCanBeReadAtOnce(String folder) throws IOException {
    List<String> longer = new ArrayList<>();
    int files = 0;
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      for (Path file : all.filter(each -> each.toString().endsWith(".java")).toList()) {
        files++;
        int lines = Files.readAllLines(file).size();
        if (lines > MOST_LINES) {
          longer.add(file + ": " + lines + " lines (expected: at most " + MOST_LINES + ")");
        }
      }
    }
    assertThat(files).isPositive();
    assertThat(longer).isEmpty();
  }
}
