package io.reflux.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden checkpoint files; what they hold is compared by the conformance tests. */
final class GoldenCheckpoints {
  static final Path FOLDER = Path.of("src/golden/checkpoints");
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenCheckpoints() {}

  /** The files whose names end so. */
  static Stream<String> files(String ending) throws IOException {
    JsonNode index = JSON.readTree(FOLDER.resolve("index.json").toFile());
    return StreamSupport.stream(index.path("files").spliterator(), false)
        .map(file -> file.path("file").textValue())
        .filter(file -> file.endsWith(ending));
  }

  /** The {@code expected} object of a file. */
  static JsonNode expected(String file) throws IOException {
    return JSON.readTree(FOLDER.resolve(file + ".expected.json").toFile()).path("expected");
  }
}
