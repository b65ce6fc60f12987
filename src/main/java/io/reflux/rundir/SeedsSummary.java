package io.reflux.rundir;

import io.reflux.rundir.TaskSummary.StudentSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What runs of one pipeline with several seeds came to: {@code summary.json} above their folders.
 *
 * @param pipeline the pipeline's name
 * @param version the version of Reflux
 * @param seeds the seeds, in the order in which they ran
 * @param seconds time spent, over all seeds and attempts
 * @param tasks every task
 */
public record SeedsSummary(
    String pipeline, String version, List<Long> seeds, double seconds, List<TaskSpread> tasks) {

  /**
   * What a task came to.
   *
   * @param task its name
   * @param teacher the teacher's own metrics; empty without a teacher
   * @param students best and last metrics by student
   */
  public record TaskSpread(
      String task, Map<String, Spread> teacher, Map<String, StudentSpread> students) {}

  /**
   * What a student came to.
   *
   * @param parameters how many numbers its network trains
   * @param embeddingSize the length of its embeddings
   * @param best its metrics at its best epoch, which may be another one with each seed
   * @param bestEpochs these epochs
   * @param last its metrics at the last epoch
   * @param lastEpoch that epoch
   */
  public record StudentSpread(
      long parameters,
      int embeddingSize,
      Map<String, Spread> best,
      List<Integer> bestEpochs,
      Map<String, Spread> last,
      int lastEpoch) {}

  /** Sums up runs of one pipeline, at least one. */
  public static SeedsSummary of(List<RunSummary> runs) {
    RunSummary first = runs.get(0);
    List<TaskSpread> tasks =
        first.tasks().stream().map(task -> task(task, all(runs, task.task()))).toList();
    return new SeedsSummary(
        first.pipeline(),
        first.version(),
        runs.stream().map(RunSummary::seed).toList(),
        runs.stream().mapToDouble(RunSummary::seconds).sum(),
        tasks);
  }

  private static List<TaskSummary> all(List<RunSummary> runs, String task) {
    return runs.stream()
        .flatMap(run -> run.tasks().stream().filter(each -> each.task().equals(task)))
        .toList();
  }

  private static TaskSpread task(TaskSummary first, List<TaskSummary> runs) {
    Map<String, StudentSpread> students = new LinkedHashMap<>();
    first
        .students()
        .forEach(
            (name, student) ->
                students.put(
                    name,
                    student(student, runs.stream().map(r -> r.students().get(name)).toList())));
    return new TaskSpread(
        first.task(), metrics(first.teacher(), runs, TaskSummary::teacher), students);
  }

  private static StudentSpread student(StudentSummary first, List<StudentSummary> runs) {
    return new StudentSpread(
        first.parameters(),
        first.embeddingSize(),
        metrics(first.best(), runs, StudentSummary::best),
        runs.stream().map(StudentSummary::bestEpoch).toList(),
        metrics(first.last(), runs, StudentSummary::last),
        first.lastEpoch());
  }

  private static <R> Map<String, Spread> metrics(
      Map<String, Double> first, List<R> runs, Function<R, Map<String, Double>> pick) {
    return Spread.of(runs.stream().map(pick).toList(), first.keySet());
  }
}
