package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pipeline file that ships is read without a problem, and to the same again. */
class ShippedPipelinesTest {
  private static final Path FOLDER = Path.of("pipelines");

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadWithoutAProblem(Path file) throws PipelineException {
    Pipeline pipeline = Pipeline.readForAnyMachine(file);
    assertThat(pipeline.tasks()).isNotEmpty();
    Pipeline again =
        Pipeline.parse(pipeline.resolved(), Path.of("/elsewhere"), Surroundings.ANY_MACHINE);
    assertThat(again.resolved()).isEqualTo(pipeline.resolved());
  }

  @Test
  void theQuickstartRunsOnThisMachine() throws PipelineException {
    Pipeline pipeline = Pipeline.read(FOLDER.resolve("quickstart.conf"));
    assertThat(pipeline.name()).isEqualTo("quickstart");
  }
}
