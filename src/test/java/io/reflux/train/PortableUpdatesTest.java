package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of optimizers, and the texts of all others, run where their tensors lie: they name
 * no device, and make no tensor, which would lie at the processor, but to answer with counts.
 */
class PortableUpdatesTest {
  private static final Pattern NAMED_DEVICE = Pattern.compile("device|cuda|cpu|pin_memory|mkldnn");

  /** As tensors are made of nothing: {@code zeros_like} and its kind ask where another lies. */
  private static final Pattern MADE =
      Pattern.compile(
          "torch\\.(zeros|ones|full|empty|arange|tensor|rand|randn|randint|eye|linspace|"
              + "scalar_tensor|from_file)\\(");

  private static final String COUNTS = "return torch.tensor(";

  /** What memory of the host is locked with; it runs on no tensor of a device. */
  private static final Path LOCKS = Path.of("src/main/java/io/reflux/engine/Staging.java");

  @TempDir Path folder;

  static Stream<String> optimizers() {
    return Stream.concat(
        Optimizers.CATALOGUE.names().stream().sorted().map(name -> "type = " + name),
        Stream.of("type = sgd, momentum = 0", "type = sgd, nesterov = true"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anOptimizersProgramNamesNoDeviceAndMakesNoTensor(String hocon) throws IOException {
    Path file = folder.resolve("program.pt");
    OptimizerProgram.archive(OptimizerSettings.read(new Written(hocon).section()).rule())
        .write(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] code = zip.getInputStream(zip.getEntry("program/code/__torch__.py")).readAllBytes();
      String text = new String(code, StandardCharsets.UTF_8);
      assertThat(text).contains("def step(").doesNotContainPattern(NAMED_DEVICE);
      assertThat(made(text.lines())).isNotEmpty().allMatch(line -> line.contains(COUNTS));
    }
  }

  /** Those of networks, flat tensors, momentum teachers and magnitudes too, wherever written. */
  @Test
  void noTextOfAProgramMakesATensorButToAnswerWithCounts() throws IOException {
    assertThat(made(Files.readAllLines(LOCKS).stream())).hasSize(1);
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> sources =
          files.filter(file -> file.toString().endsWith(".java") && !file.equals(LOCKS)).toList();
      assertThat(sources).hasSizeGreaterThan(300);
      for (Path source : sources) {
        assertThat(made(Files.readAllLines(source).stream()))
            .as("%s", source)
            .allMatch(line -> line.contains(COUNTS));
      }
    }
  }

  private static List<String> made(Stream<String> lines) {
    return lines.filter(line -> MADE.matcher(line).find()).toList();
  }
}
