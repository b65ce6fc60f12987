package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The golden cases of one kind.
 *
 * @param kind what they are cases of
 * @param folder where they lie
 * @param index what the folder's {@code index.json} says of this kind: the whole index, or, where
 *     one folder holds several kinds, the entries of this one
 */
public record Golden(String kind, Path folder, JsonNode index) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "index.json";

  /**
   * Finds what a folder holds: one kind with its index, or several such folders side by side.
   *
   * @throws IOException if there is no index, or one that can't be read
   */
  static List<Golden> kinds(Path root) throws IOException {
    if (Files.isRegularFile(root.resolve(INDEX))) {
      return ofFolder(root);
    }
    if (!Files.isDirectory(root)) {
      throw new IOException(root + ": not a folder (expected: a folder of golden cases)");
    }
    List<Golden> found = new ArrayList<>();
    try (Stream<Path> inside = Files.list(root)) {
      for (Path each : inside.sorted().toList()) {
        if (Files.isRegularFile(each.resolve(INDEX))) {
          found.addAll(ofFolder(each));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          root + ": no " + INDEX + " (expected: one here, or in the folders inside)");
    }
    return found;
  }

  /** A JSON file of the folder. */
  public JsonNode read(String name) throws IOException {
    return readJson(folder.resolve(name));
  }

  private static List<Golden> ofFolder(Path folder) throws IOException {
    JsonNode index = readJson(folder.resolve(INDEX));
    if (index.isObject()) {
      return List.of(new Golden(index.path("folder").asText(), folder, index));
    }
    Map<String, List<JsonNode>> byKind = new LinkedHashMap<>();
    for (JsonNode entry : index) {
      byKind.computeIfAbsent(kindOf(entry), kind -> new ArrayList<>()).add(entry);
    }
    return byKind.entrySet().stream()
        .map(e -> new Golden(e.getKey(), folder, JSON.createArrayNode().addAll(e.getValue())))
        .toList();
  }

  /** An entry's kind is the folder of its file; files right beside the index are trajectories. */
  private static String kindOf(JsonNode entry) {
    String file = entry.path("file").asText();
    int slash = file.indexOf('/');
    return slash < 0 ? "trajectories" : file.substring(0, slash);
  }

  private static JsonNode readJson(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: a JSON file)", e);
    }
  }
}
