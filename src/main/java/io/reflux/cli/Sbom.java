package io.reflux.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The libraries that an installation holds, by its bill of materials (CycloneDX 1.6, JSON).
 *
 * @param libraries in the order of the file
 */
record Sbom(List<Library> libraries) {

  /**
   * A library.
   *
   * @param name group and artifact, as {@code com.typesafe:config}
   * @param version its version
   */
  record Library(String name, String version) {}

  /**
   * Reads a bill of materials.
   *
   * @throws InputException if it holds something else
   */
  static Sbom read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": missing (expected: the installation's bill of materials)");
    }
    JsonNode root = tree(file);
    if (!root.path("bomFormat").asText().equals("CycloneDX")) {
      throw new InputException(file + ": no bill of materials (expected: CycloneDX as JSON)");
    }
    List<Library> libraries = new ArrayList<>();
    for (JsonNode component : root.path("components")) {
      libraries.add(
          new Library(
              component.path("group").asText() + ":" + component.path("name").asText(),
              component.path("version").asText()));
    }
    return new Sbom(List.copyOf(libraries));
  }

  /** A file's JSON; {@link InputException} if it is none. */
  static JsonNode tree(Path file) throws IOException {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new InputException(file + ": " + e.getOriginalMessage() + " (expected: JSON)", e);
    }
  }
}
