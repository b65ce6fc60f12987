package io.reflux.report;

import io.reflux.dataset.DatasetException;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures and class names that galleries show; empty where the run's data is not on this
 * machine.
 *
 * @param pictures by example
 * @param classNames by label
 */
record Illustrations(Map<Integer, String> pictures, Map<Integer, String> classNames) {

  static Illustrations of(Path run, List<StudentStory> students) {
    Illustrations found = new Illustrations(new LinkedHashMap<>(), new LinkedHashMap<>());
    if (!students.isEmpty()) {
      thumbnails(run).ifPresent(thumbnails -> found.gather(thumbnails, students));
    }
    return found;
  }

  private static Optional<Thumbnails> thumbnails(Path run) {
    try {
      Pipeline pipeline = Pipeline.readForAnyMachine(run.resolve("pipeline.conf"));
      return Optional.of(
          new Thumbnails(pipeline.data().dataset().open().test(), pipeline.data().decode()));
    } catch (PipelineException | DatasetException e) {
      return Optional.empty();
    }
  }

  private void gather(Thumbnails thumbnails, List<StudentStory> students) {
    for (StudentStory student : students) {
      student.gallery().random().forEach(row -> gather(thumbnails, row));
      student.gallery().worst().forEach(row -> gather(thumbnails, row));
      for (int label : student.map().labels()) {
        classNames.computeIfAbsent(label, thumbnails::className);
      }
    }
  }

  private void gather(Thumbnails thumbnails, Gallery.Row row) {
    picture(thumbnails, row.query(), row.label());
    row.found().forEach(hit -> picture(thumbnails, hit.example(), hit.label()));
  }

  private void picture(Thumbnails thumbnails, int example, int label) {
    if (!pictures.containsKey(example)) {
      thumbnails.of(example).ifPresent(picture -> pictures.put(example, picture));
    }
    classNames.computeIfAbsent(label, thumbnails::className);
  }
}
