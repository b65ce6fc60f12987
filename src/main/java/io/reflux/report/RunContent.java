package io.reflux.report;

import io.reflux.engine.TensorScope;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.Task;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells of one run; parts that the run did not write are empty.
 *
 * @param name the name of the run's folder; with its parent's if it is one of several seeds
 * @param summary what it came to; null while the run is not done
 * @param notes what happened to it beside its training
 * @param losses which loss each student learns from, by task and student
 * @param curves step by step, evaluation by evaluation
 * @param timeline how busy stages were
 * @param students galleries and maps
 * @param parts the parts of the data that each student's queries and gallery are of
 * @param pictures small pictures of examples, by part and index
 * @param classNames names of the classes that appear, by part and label
 * @param pipeline the resolved pipeline file
 */
record RunContent(
    String name,
    @Nullable RunSummary summary,
    List<String> notes,
    Map<String, String> losses,
    Curves curves,
    Timeline timeline,
    List<StudentContent> students,
    Map<String, List<String>> parts,
    Map<String, String> pictures,
    Map<String, String> classNames,
    String pipeline) {

  /**
   * Reads a run directory.
   *
   * @param patience how long its data is waited for
   * @throws IOException if it is none, or a file in it is not what it should be
   */
  static RunContent read(RunDirectory run, TensorScope scope, Duration patience)
      throws IOException {
    String text = Files.readString(run.checked().pipeline());
    Optional<Pipeline> pipeline = known(run);
    List<StudentContent> students = StudentContent.all(run, scope);
    Illustrations illustrations = Illustrations.of(run, pipeline, students, patience);
    return new RunContent(
        run.name(),
        run.readSummary().orElse(null),
        RunJournal.read(run).stream()
            .filter(entry -> !entry.details().isEmpty())
            .map(entry -> entry.when() + ": " + entry.sentence())
            .toList(),
        pipeline.map(RunContent::losses).orElse(Map.of()),
        Curves.read(run),
        Timeline.read(run),
        students,
        illustrations.parts(),
        illustrations.pictures(),
        illustrations.classNames(),
        text);
  }

  /** Empty for a pipeline of another version: the page shows its text, and what needs no more. */
  static Optional<Pipeline> known(RunDirectory run) {
    try {
      return Optional.of(run.readPipeline());
    } catch (PipelineException e) {
      return Optional.empty();
    }
  }

  /** Only students that learn from one loss can be drawn on one scale. */
  private static Map<String, String> losses(Pipeline pipeline) {
    Map<String, String> losses = new LinkedHashMap<>();
    for (Task task : pipeline.tasks()) {
      for (StudentSpec student : task.students()) {
        losses.put(Curves.name(task.name(), student.name()), student.method().name());
      }
    }
    return losses;
  }
}
