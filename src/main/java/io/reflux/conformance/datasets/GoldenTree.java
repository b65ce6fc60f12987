package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a dataset case is about: a tree of the golden folder, or a list of empty files.
 *
 * @param folder the golden folder
 * @param json the case
 * @param base the case whose files it adds to, if any
 */
record GoldenTree(Path folder, JsonNode json, @Nullable JsonNode base) {

  /** What is done with the files. */
  @FunctionalInterface
  interface Use {
    List<String> on(Path root) throws IOException;
  }

  /** Uses the files, and removes those that were made for it. */
  List<String> with(Use use) throws IOException {
    JsonNode inputs = json.path("inputs");
    if (inputs.has("tree")) {
      return use.on(folder.resolve(inputs.path("tree").asText()));
    }
    Path made = Files.createTempDirectory("reflux-golden-");
    try {
      if (base != null) {
        make(made, base.path("inputs").path("tree_files"));
      }
      make(made, inputs.path("tree_files"));
      make(made, inputs.path("tree_files_plus"));
      return use.on(made);
    } finally {
      FolderRemoval.of(made);
    }
  }

  private static void make(Path root, JsonNode files) throws IOException {
    for (JsonNode file : files) {
      Path path = root.resolve(file.asText());
      Files.createDirectories(path.getParent());
      Files.write(path, new byte[0]);
    }
  }
}
