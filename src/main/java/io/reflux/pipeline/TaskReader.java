package io.reflux.pipeline;

import io.reflux.setting.Defaults;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code tasks = [ { name = …, needs = […], train { … } } ]}. */
final class TaskReader {
  private static final List<String> KINDS = List.of("train", "distill", "evaluate", "export");
  private static final String ONE_KIND =
      "exactly one of train { … }, distill { … }, evaluate { … }, export { … }";

  private final LearnReader learn;
  private final MeasureReader measure;

  TaskReader(Devices devices, Pace.Hardware hardware) {
    learn = new LearnReader(devices, hardware);
    measure = new MeasureReader(devices, hardware);
  }

  TaskDraft read(Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.task"));
    String name = Names.read(section);
    List<String> needs = section.texts("needs");
    List<String> kinds = KINDS.stream().filter(section::isWritten).toList();
    int before = section.problemsSoFar();
    section.finish();
    boolean misspelt = kinds.isEmpty() && section.problemsSoFar() > before;
    if (kinds.size() != 1) {
      if (kinds.size() > 1) {
        section.refuse(kinds.get(1), "nothing beside " + kinds.get(0) + ": " + ONE_KIND);
      } else if (!misspelt) {
        section.refuse(ONE_KIND);
      }
      return new TaskDraft(name, needs, section, "", Optional.empty());
    }
    String kind = kinds.get(0);
    return new TaskDraft(name, needs, section, kind, guarded(name, kind, section.section(kind)));
  }

  /**
   * The work of a task. Settings that fit each by each but not together may be refused by the
   * records that hold them; their sentence becomes a problem of the whole section.
   */
  private Optional<Work> guarded(String name, String kind, Section body) {
    int before = body.problemsSoFar();
    try {
      return Optional.of(work(name, kind, body));
    } catch (InputException e) {
      if (body.problemsSoFar() == before) {
        body.refuse(String.valueOf(e.getMessage()));
      }
      return Optional.empty();
    }
  }

  private Work work(String name, String kind, Section body) {
    return switch (kind) {
      case "train" -> learn.train(name, body);
      case "distill" -> learn.distill(name, body);
      case "export" -> ExportReader.read(body);
      default -> measure.read(body);
    };
  }
}
