package io.reflux.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells of one run; parts that the run did not write are empty.
 *
 * @param name the name of the run's folder; with its parent's if it is one of several seeds
 * @param summary {@code summary.json} as it is; null while the run is not done
 * @param losses which loss each student learns from, by task and student
 * @param curves step by step, evaluation by evaluation
 * @param timeline how busy stages were
 * @param students galleries and maps
 * @param parts the parts of the data that each student's queries and gallery are of
 * @param pictures small pictures of examples, by part and index
 * @param classNames names of the classes that appear, by part and label
 * @param pipeline the resolved pipeline file
 */
record RunContent(
    String name,
    @Nullable JsonNode summary,
    Map<String, String> losses,
    Curves curves,
    Timeline timeline,
    List<StudentContent> students,
    Map<String, List<String>> parts,
    Map<String, String> pictures,
    Map<String, String> classNames,
    String pipeline) {

  /**
   * Reads a run directory.
   *
   * @throws IOException if it is none, or a file in it is not what it should be
   */
  static RunContent read(Path run, TensorScope scope) throws IOException {
    if (!Files.isDirectory(run) || !Files.exists(run.resolve("pipeline.conf"))) {
      throw new IOException(run + ": no pipeline.conf inside (expected: a run directory)");
    }
    List<StudentContent> students = StudentContent.all(run.resolve("embeddings"), scope);
    Illustrations illustrations = Illustrations.of(run, students);
    return new RunContent(
        name(run.toAbsolutePath().normalize()),
        summary(run.resolve("summary.json")),
        LossNames.of(run.resolve("pipeline.conf")),
        Curves.read(run),
        Timeline.read(run.resolve("timeline.csv")),
        students,
        illustrations.parts(),
        illustrations.pictures(),
        illustrations.classNames(),
        Files.readString(run.resolve("pipeline.conf")));
  }

  private static String name(Path run) {
    Path parent = run.resolveSibling("").normalize();
    boolean seed = Files.exists(parent.resolve("pipeline.conf"));
    return seed
        ? parent.getFileName() + "/" + run.getFileName()
        : String.valueOf(run.getFileName());
  }

  private static @Nullable JsonNode summary(Path file) throws IOException {
    return Files.exists(file) ? new ObjectMapper().readTree(file.toFile()) : null;
  }
}
