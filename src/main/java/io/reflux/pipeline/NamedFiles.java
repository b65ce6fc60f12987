package io.reflux.pipeline;

import io.reflux.network.NetworkSettings;
import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the files of models that a task names are there. */
final class NamedFiles {
  private static final String EXPECTED = "a file that is there";

  private NamedFiles() {}

  /** All that a task names. */
  static List<Path> of(Task task) {
    List<Path> files = new ArrayList<>();
    UsedModel.of(task.work()).ifPresent(source -> files.addAll(source.files()));
    for (StudentSpec student : task.students()) {
      student.network().weights().ifPresent(weights -> files.add(weights.file()));
    }
    return files;
  }

  /** Notes those that are missing. */
  static void check(TaskDraft draft) {
    draft
        .source()
        .flatMap(source -> source.visit(new Named(draft.useSection())))
        .ifPresent(NamedFile::check);
    for (Learn learn : draft.learn().stream().toList()) {
      for (StudentSpec student : learn.students().values()) {
        weights(CompatibilityCheck.section(draft, student, "network"), student.network())
            .ifPresent(NamedFile::check);
      }
    }
  }

  /** Finds the file that a model is read from; a run writes its students' files itself. */
  private record Named(Section use) implements ModelSource.Visitor<Optional<NamedFile>> {
    @Override
    public Optional<NamedFile> student(ModelSource.Student student) {
      return Optional.empty();
    }

    @Override
    public Optional<NamedFile> published(ModelSource.Published published) {
      return weights(use.section("network"), published.network());
    }

    @Override
    public Optional<NamedFile> foreign(ModelSource.Foreign foreign) {
      return Optional.of(new NamedFile(use, "program", foreign.program().file()));
    }
  }

  /** A file, and the key that names it. */
  private record NamedFile(Section section, String key, Path file) {
    void check() {
      if (!Files.isRegularFile(file)) {
        section.refuse(key, EXPECTED);
      }
    }
  }

  private static Optional<NamedFile> weights(Section section, NetworkSettings network) {
    return network.weights().map(each -> new NamedFile(section, "weights", each.file()));
  }
}
