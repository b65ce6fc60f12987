package io.reflux.report;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.Findable;
import io.reflux.rundir.ClassTable;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One student's embeddings, seen.
 *
 * @param name task and student, as the embeddings' file is named
 * @param apart whether neighbours were looked for in another part of the data than the queries'
 * @param examples how many embeddings there are
 * @param alone how many of them have no other of their class to find
 * @param classes the head of the table of classes and its worst ones, cell by cell; empty if none
 *     was asked for
 * @param gallery queries with what was found
 * @param map the embeddings in the plane
 */
record StudentContent(
    String name,
    boolean apart,
    int examples,
    int alone,
    List<List<String>> classes,
    Gallery gallery,
    EmbeddingMap map) {
  private static final int CLASSES = 10;
  private static final String TENSORS = ".safetensors";

  /** Those of all embeddings that a run measured, by name. */
  static List<StudentContent> all(RunDirectory run, TensorScope scope) throws IOException {
    List<StudentContent> contents = new ArrayList<>();
    for (Path file : files(run.embeddings())) {
      contents.add(of(name(file), file, scope));
    }
    return contents;
  }

  /** The files of embeddings in a folder. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(TENSORS))
          .sorted(Comparator.comparing(StudentContent::name))
          .toList();
    }
  }

  /** Task and network, as a file of embeddings is named. */
  static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - TENSORS.length());
  }

  private static StudentContent of(String name, Path path, TensorScope scope) throws IOException {
    EmbeddingFile file = EmbeddingFile.read(path);
    Path beside = EmbeddingFile.ofGallery(path);
    Optional<EmbeddingFile> gallery =
        Files.exists(beside) ? Optional.of(EmbeddingFile.read(beside)) : Optional.empty();
    return new StudentContent(
        name,
        gallery.isPresent(),
        file.set().count(),
        findable(file, gallery).alone(),
        ClassTable.read(ClassTable.beside(path), CLASSES),
        Gallery.of(file, gallery, scope),
        EmbeddingMap.of(file.set(), file.exampleIds(), scope));
  }

  private static Findable findable(EmbeddingFile queries, Optional<EmbeddingFile> gallery) {
    int[] labels = queries.set().labels();
    return new Findable(
        labels, gallery.map(own -> own.set().labels()).orElse(labels), gallery.isEmpty());
  }
}
