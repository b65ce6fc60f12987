package io.reflux.pipeline;

import io.reflux.network.NetworkSettings;
import io.reflux.setting.Section;
import io.reflux.weights.WeightsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether the files of models that a task names are there. */
final class NamedFiles {
  private static final String EXPECTED = "a file that is there";

  private NamedFiles() {}

  /** All that a task names. */
  static List<Path> of(Task task) {
    List<Path> files = new ArrayList<>();
    UsedModels.of(task.work()).values().forEach(source -> files.addAll(source.files()));
    for (StudentSpec student : task.students()) {
      student.network().weights().ifPresent(weights -> files.add(weights.file()));
    }
    return files;
  }

  /** Notes those that are missing. */
  static void check(TaskDraft draft) {
    draft
        .sources()
        .forEach((name, source) -> source.visit(new Named(draft.useSection(name))).run());
    for (Learn learn : draft.learn().stream().toList()) {
      for (StudentSpec student : learn.students().values()) {
        checkBeginning(CompatibilityCheck.section(draft, student, "network"), student.network());
      }
    }
  }

  /** Checks the file that a model is read from; a run writes its students' files itself. */
  private record Named(Section use) implements ModelSource.Visitor<Runnable> {
    @Override
    public Runnable student(ModelSource.Student student) {
      return () -> {};
    }

    @Override
    public Runnable published(ModelSource.Published published) {
      return () -> checkBeginning(use.section("network"), published.network());
    }

    @Override
    public Runnable foreign(ModelSource.Foreign foreign) {
      return () -> checkFile(use, "program", foreign.program().file());
    }
  }

  private static void checkBeginning(Section section, NetworkSettings network) {
    if (section.has(WarmStart.KEY)) {
      WarmStart.check(section, network);
    } else {
      network.weights().ifPresent(each -> checkWeights(section, each.file()));
    }
  }

  private static void checkWeights(Section section, Path file) {
    if (!Files.isRegularFile(file)) {
      String fetched =
          section.has(WeightsSource.URL)
              ? "; it is published at " + section.text(WeightsSource.URL)
              : "";
      section.refuse("weights", EXPECTED + fetched);
    }
  }

  private static void checkFile(Section section, String key, Path file) {
    if (!Files.isRegularFile(file)) {
      section.refuse(key, EXPECTED);
    }
  }
}
