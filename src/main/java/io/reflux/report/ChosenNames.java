package io.reflux.report;

import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names that a pipeline file chose for one student, by which its readers look things up.
 *
 * @param dataset what it learned from
 * @param backbone what it is built on
 * @param method how it learned
 */
record ChosenNames(String dataset, String backbone, String method) {

  /** Reads a resolved pipeline file, where every choice is written out. */
  static ChosenNames read(Path file, String task, String student) throws IOException {
    Section root =
        HoconFile.read(file, List.of(), new Problems())
            .orElseThrow(() -> new IOException(file + ": unreadable (expected: a pipeline file)"));
    String dataset = root.section("data").text("dataset");
    for (Section each : root.sections("tasks")) {
      if (each.text("name").equals(task)) {
        Section work = each.section(each.has("distill") ? "distill" : "train");
        Optional<Section> own =
            work.has("students")
                ? Optional.ofNullable(work.named("students").get(student))
                : Optional.empty();
        return new ChosenNames(
            dataset,
            nearest(own, work, "network").text("backbone"),
            nearest(own, work, "method").text("type"));
      }
    }
    throw new IOException(file + ": no task " + task + " (expected: one)");
  }

  private static Section nearest(Optional<Section> own, Section shared, String key) {
    return own.filter(section -> section.has(key)).orElse(shared).section(key);
  }
}
