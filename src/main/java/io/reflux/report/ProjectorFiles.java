package io.reflux.report;

import io.reflux.evaluate.EmbeddingFile;
import io.reflux.rundir.RunDirectory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's embeddings as TensorBoard's projector takes them: {@code
 * tensorboard/projector_config.pbtxt}, and for each network that was measured a table of its rows
 * and one of what they are of (number in the split, class). Of many rows every n-th stays, so that
 * a browser can show them.
 *
 * <p>Format: {@code projector_config.proto} of TensorBoard, as text.
 */
final class ProjectorFiles {
  /** So many points a browser turns smoothly. */
  static final int MOST_ROWS = 5000;

  private static final String CONFIG = "projector_config.pbtxt";

  private ProjectorFiles() {}

  /** Writes them, over what is there; nothing for a run without embeddings. */
  static void write(RunDirectory run) throws IOException {
    List<Path> files = StudentContent.files(run.embeddings());
    if (files.isEmpty()) {
      return;
    }
    Path config = run.curves(CONFIG); // beside the tasks' curves
    Files.createDirectories(config.resolve("..").normalize());
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      String name = StudentContent.name(file);
      String rows = "embeddings-" + name + ".tsv";
      String images = "embeddings-" + name + "-images.tsv";
      EmbeddingFile embeddings = EmbeddingFile.read(file);
      writeRows(embeddings, config.resolveSibling(rows));
      writeImages(embeddings, config.resolveSibling(images));
      lines.add("embeddings {");
      lines.add("  tensor_name: \"" + name + "\"");
      lines.add("  tensor_path: \"" + rows + "\"");
      lines.add("  metadata_path: \"" + images + "\"");
      lines.add("}");
    }
    Files.write(config, lines);
  }

  private static int step(EmbeddingFile file) {
    return Math.max(1, (file.set().count() + MOST_ROWS - 1) / MOST_ROWS);
  }

  private static void writeRows(EmbeddingFile file, Path to) throws IOException {
    float[] values = file.set().values();
    int size = file.set().size();
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      for (int row = 0; row < file.set().count(); row += step(file)) {
        for (int i = 0; i < size; i++) {
          out.write(Float.toString(values[row * size + i]));
          out.write(i + 1 < size ? '\t' : '\n');
        }
      }
    }
  }

  private static void writeImages(EmbeddingFile file, Path to) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      out.write("image\tclass\n");
      for (int row = 0; row < file.set().count(); row += step(file)) {
        out.write(file.exampleIds()[row] + "\t" + file.set().labels()[row] + "\n");
      }
    }
  }
}
