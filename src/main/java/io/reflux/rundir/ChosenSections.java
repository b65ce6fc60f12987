package io.reflux.rundir;

import io.reflux.delivery.ModelDescription;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline file says of one student: the names by which its readers look things up.
 *
 * @param dataset what it learned from
 * @param network its network
 * @param method how it learned
 * @param view how images are cut for its evaluation
 */
record ChosenSections(String dataset, Section network, Section method, Section view) {

  /** Reads a resolved pipeline file, where every choice is written out. */
  static ChosenSections read(Path file, String task, String student) throws IOException {
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
                : work.sectionIfPresent("student");
        return new ChosenSections(
            dataset,
            nearest(own, work, "network"),
            nearest(own, work, "method"),
            work.section("views").section("test"));
      }
    }
    throw new IOException(file + ": no task " + task + " (expected: one)");
  }

  String backbone() {
    return network.text("backbone");
  }

  String methodName() {
    return method.text("type");
  }

  ModelDescription description() {
    return ModelDescription.of(network, view);
  }

  private static Section nearest(Optional<Section> own, Section shared, String key) {
    return own.filter(section -> section.has(key)).orElse(shared).section(key);
  }
}
