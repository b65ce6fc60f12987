package io.reflux.report;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One student's embeddings, seen.
 *
 * @param name task and student, as the embeddings' file is named
 * @param apart whether neighbours were looked for in another part of the data than the queries'
 * @param examples how many embeddings there are
 * @param gallery queries with what was found
 * @param map the embeddings in the plane
 */
record StudentContent(String name, boolean apart, int examples, Gallery gallery, EmbeddingMap map) {
  private static final String SUFFIX = ".safetensors";

  /** Those of all files of a folder, by name; none if there is no such folder. */
  static List<StudentContent> all(Path folder, TensorScope scope) throws IOException {
    List<StudentContent> contents = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
          contents.add(of(file, scope));
        }
      }
    }
    return contents;
  }

  private static StudentContent of(Path path, TensorScope scope) throws IOException {
    EmbeddingFile file = EmbeddingFile.read(path);
    String name = path.getFileName().toString();
    Path beside = EmbeddingFile.ofGallery(path);
    Optional<EmbeddingFile> gallery =
        Files.exists(beside) ? Optional.of(EmbeddingFile.read(beside)) : Optional.empty();
    return new StudentContent(
        name.substring(0, name.length() - SUFFIX.length()),
        gallery.isPresent(),
        file.set().count(),
        Gallery.of(file, gallery, scope),
        EmbeddingMap.of(file.set(), file.exampleIds(), scope));
  }
}
