package io.reflux.pipeline;

import io.reflux.setting.Section;
import io.reflux.weights.WeightsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the files of models that a task names are there. */
final class NamedFiles {
  private static final String EXPECTED = "a file that is there";

  private NamedFiles() {}

  /** Notes those that are missing. */
  static void check(TaskDraft draft) {
    draft.source().ifPresent(source -> check(draft.useSection(), source));
    draft
        .learn()
        .ifPresent(
            learn ->
                learn
                    .students()
                    .values()
                    .forEach(
                        student ->
                            check(
                                CompatibilityCheck.section(draft, student, "network"),
                                student.network().weights())));
  }

  private static void check(Section use, ModelSource source) {
    if (source instanceof ModelSource.Foreign foreign) {
      check(use, "program", foreign.program().file());
    } else if (source instanceof ModelSource.Published published) {
      check(use.section("network"), published.network().weights());
    }
  }

  private static void check(Section network, Optional<WeightsSource> weights) {
    weights.ifPresent(each -> check(network, "weights", each.file()));
  }

  private static void check(Section section, String key, Path file) {
    if (!Files.isRegularFile(file)) {
      section.refuse(key, EXPECTED);
    }
  }
}
