package io.reflux.report;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.rundir.Beginning;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pictures and class names that galleries show. Where the run's data is not on this machine, or
 * does not answer, there are no pictures, and the names are those that the run keeps. A picture's
 * name is the part of the data and the example, as {@code test:17}; a class's name likewise with
 * its label.
 *
 * @param parts the parts that each student's queries and gallery are of, by the student's name
 * @param pictures by example
 * @param classNames by label
 */
record Illustrations(
    Map<String, List<String>> parts, Map<String, String> pictures, Map<String, String> classNames) {

  /**
   * Of a run.
   *
   * @param patience how long its data is waited for
   * @throws IOException if what the run keeps can't be read
   */
  static Illustrations of(
      RunDirectory run, Optional<Pipeline> known, List<StudentContent> students, Duration patience)
      throws IOException {
    if (students.isEmpty() || known.isEmpty()) {
      return none();
    }
    Pipeline pipeline = known.get();
    Optional<Illustrations> found =
        InTime.ask(() -> gathered(pipeline, pipeline.data()::open, students), patience)
            .filter(illustrations -> !illustrations.parts.isEmpty());
    if (found.isPresent()) {
      return found.get();
    }
    Optional<Splits> kept = new Beginning(run).images();
    return kept.isEmpty() ? none() : gathered(pipeline, kept::get, students);
  }

  private static Illustrations none() {
    return new Illustrations(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private static Illustrations gathered(
      Pipeline pipeline, Supplier<Splits> data, List<StudentContent> students) {
    Illustrations found = none();
    try {
      found.gather(pipeline, data.get(), students);
      return found;
    } catch (DatasetException e) {
      return none();
    }
  }

  private void gather(Pipeline pipeline, Splits splits, List<StudentContent> students) {
    DecodeSettings decode = pipeline.data().decode();
    Map<String, Thumbnails> thumbnails = new LinkedHashMap<>();
    for (StudentContent student : students) {
      EvaluationParts.Chosen chosen = partsOf(pipeline, student.name()).of(splits);
      String queries = chosen.queriesName();
      String gallery = student.apart() ? chosen.galleryName() : queries;
      parts.put(student.name(), List.of(queries, gallery));
      Thumbnails asked =
          thumbnails.computeIfAbsent(queries, p -> new Thumbnails(chosen.queries(), decode));
      Thumbnails found =
          thumbnails.computeIfAbsent(gallery, p -> new Thumbnails(chosen.gallery(), decode));
      for (List<Gallery.Row> rows :
          List.of(student.gallery().random(), student.gallery().worst())) {
        for (Gallery.Row row : rows) {
          picture(asked, queries, row.query(), row.label());
          row.found().forEach(hit -> picture(found, gallery, hit.example(), hit.label()));
        }
      }
      for (int label : student.map().labels()) {
        classNames.computeIfAbsent(queries + ":" + label, name -> asked.className(label));
      }
    }
  }

  /** The parts that a student's task measures; a student's name begins with its task's. */
  private static EvaluationParts partsOf(Pipeline pipeline, String student) {
    return pipeline.tasks().stream()
        .filter(task -> student.startsWith(task.name() + "-"))
        .max(Comparator.comparing(task -> task.name().length()))
        .flatMap(Task::measured)
        .orElseThrow(
            () -> new DatasetException(student + ": no task of that name (expected: one)"));
  }

  private void picture(Thumbnails thumbnails, String part, int example, int label) {
    String name = part + ":" + example;
    if (!pictures.containsKey(name)) {
      thumbnails.of(example).ifPresent(picture -> pictures.put(name, picture));
    }
    classNames.computeIfAbsent(part + ":" + label, n -> thumbnails.className(label));
  }
}
