package io.reflux.pipeline;

import io.reflux.network.FirstWeights;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Section;
import io.reflux.weights.WeightsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether the files of models that a task names are there, and weights fit their networks. */
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

  /**
   * Notes those that are missing.
   *
   * @param fit whether weights are compared with their networks: not if those may be stand-ins
   */
  static void check(TaskDraft draft, boolean fit) {
    draft
        .sources()
        .forEach((name, source) -> source.visit(new Named(draft.useSection(name), fit)).run());
    for (Learn learn : draft.learn().stream().toList()) {
      for (StudentSpec student : learn.students().values()) {
        checkBeginning(
            CompatibilityCheck.section(draft, student, "network"),
            student.network(),
            new Looked(fit, false));
      }
    }
  }

  /** Checks the file that a model is read from; a run writes its students' files itself. */
  private record Named(Section use, boolean fit) implements ModelSource.Visitor<Runnable> {
    @Override
    public Runnable student(ModelSource.Student student) {
      return () -> {};
    }

    @Override
    public Runnable published(ModelSource.Published published) {
      return () ->
          checkBeginning(use.section("network"), published.network(), new Looked(fit, true));
    }

    @Override
    public Runnable foreign(ModelSource.Foreign foreign) {
      return () -> checkFile(use, "program", foreign.program().file());
    }
  }

  /**
   * How a file of weights is looked at.
   *
   * @param fit whether its names and shapes are compared with the network's
   * @param whole whether all of the network has to be in it
   */
  private record Looked(boolean fit, boolean whole) {}

  private static void checkBeginning(Section section, NetworkSettings network, Looked looked) {
    if (section.has(WarmStart.KEY)) {
      WarmStart.check(section, network, looked.whole());
    } else if (network.weights().isPresent()
        && isThere(section, network.weights().get().file())
        && looked.fit()) {
      try {
        FirstWeights.check(network, looked.whole());
      } catch (IOException e) {
        section.refuseWith("weights: " + e.getMessage());
      }
    }
  }

  private static boolean isThere(Section section, Path file) {
    boolean there = Files.isRegularFile(file);
    if (!there) {
      String fetched =
          section.has(WeightsSource.URL)
              ? "; it is published at " + section.text(WeightsSource.URL)
              : "";
      section.refuse("weights", EXPECTED + fetched);
    }
    return there;
  }

  private static void checkFile(Section section, String key, Path file) {
    if (!Files.isRegularFile(file)) {
      section.refuse(key, EXPECTED);
    }
  }
}
