package io.reflux.sweep;

import io.reflux.evaluate.Metric;
import io.reflux.method.Weightings;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.setting.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * By what trials are compared: each by its best student of the last task that trains, at the epoch
 * that was its best.
 *
 * @param metric the metric's name, as evaluations have it
 * @param lessIsBetter whether the smallest is the best
 * @param task the task whose students count
 * @param student the only student that counts; empty if the best one does
 * @param epochs how long the task trains
 */
public record Judge(String metric, boolean lessIsBetter, String task, String student, int epochs) {
  private static final Pattern OF_A_STUDENT =
      Pattern.compile("tasks\\.([^.]+)\\.[^.]+\\.students\\.([^.]+)\\..+");

  /** The {@code task.student} that keys are about; empty if they are about none, or several. */
  public static String student(Collection<String> keys) {
    Set<String> about =
        keys.stream()
            .map(OF_A_STUDENT::matcher)
            .filter(Matcher::matches)
            .map(key -> key.group(1) + "." + key.group(2))
            .collect(Collectors.toSet());
    return about.size() == 1 ? about.iterator().next() : "";
  }

  /**
   * The judge of a pipeline's runs.
   *
   * @param metric by which they are compared; empty for the one that the task names as {@code best}
   * @param student {@code task.student}, or a task alone; empty for the last task that trains
   * @throws InputException if the pipeline has no such metric or student
   */
  public static Judge of(Pipeline pipeline, String metric, String student) {
    Map<String, Learn> tasks = new LinkedHashMap<>();
    for (Task task : pipeline.tasks()) {
      task.learn().ifPresent(learn -> tasks.put(task.name(), learn));
    }
    if (tasks.isEmpty()) {
      throw new InputException("sweep: no task that trains (expected: one at least)");
    }
    List<String> names = List.copyOf(tasks.keySet());
    String task =
        student.isEmpty()
            ? names.get(names.size() - 1)
            : names.stream()
                .filter(name -> student.equals(name) || student.startsWith(name + "."))
                .findFirst()
                .orElseThrow(() -> unknown("--student", student, tasks));
    Learn learn = Objects.requireNonNull(tasks.get(task));
    String own = student.length() > task.length() ? student.substring(task.length() + 1) : "";
    if (!own.isEmpty() && !learn.students().containsKey(own)) {
      throw unknown("--student", student, tasks);
    }
    EvaluationSpec evaluation = learn.evaluation();
    String name = metric.isEmpty() ? evaluation.best() : metric;
    return new Judge(name, known(evaluation, name).lessIsBetter(), task, own, learn.epochs());
  }

  private static Metric known(EvaluationSpec evaluation, String name) {
    String tail = name.substring(name.lastIndexOf(Weightings.OF) + 1);
    List<String> names = evaluation.metrics().stream().map(Metric::name).toList();
    return evaluation.metrics().stream()
        .filter(each -> each.name().equals(tail))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--metric: " + name + " (expected: one of " + String.join(", ", names) + ")"));
  }

  private static InputException unknown(String what, String word, Map<String, Learn> tasks) {
    Set<String> all = new LinkedHashSet<>();
    tasks.forEach((task, learn) -> learn.students().keySet().forEach(s -> all.add(task + "." + s)));
    return new InputException(
        what + ": " + word + " (expected: a task or its student; " + Nearest.hint(word, all) + ")");
  }

  /** The better of two values first, and what is no number last. */
  public Comparator<Double> bestFirst() {
    Comparator<Double> order = lessIsBetter ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return Comparator.<Double, Boolean>comparing(value -> value.isNaN()).thenComparing(order);
  }

  /**
   * A student at an epoch.
   *
   * @param student its name
   * @param epoch the epoch, from 1
   * @param metrics what was measured then; of several seeds, the means over each one's best epoch
   */
  public record Score(String student, int epoch, Map<String, Double> metrics) {}

  /** What a run has come to so far, or its seeds on average; empty before the first evaluation. */
  public Optional<Score> of(RunDirectory run) {
    return of(run, Integer.MAX_VALUE);
  }

  /** What a run had come to after so many epochs. */
  Optional<Score> of(RunDirectory run, int epochs) {
    List<RunDirectory> seeds = run.seeds();
    List<Map<String, EvaluationRow>> best =
        (seeds.isEmpty() ? List.of(run) : seeds)
            .stream().map(one -> best(one, epochs)).filter(each -> !each.isEmpty()).toList();
    Comparator<Score> better = Comparator.comparing(this::value, bestFirst());
    return best.stream()
        .flatMap(each -> each.keySet().stream())
        .distinct()
        .map(name -> mean(name, best))
        .min(better);
  }

  /** After how many epochs a run was measured last; 0 before the first evaluation. */
  int measuredEpochs(RunDirectory run) {
    return rows(run).stream().mapToInt(EvaluationRow::epoch).max().orElse(0);
  }

  /** The number that decides. */
  public double value(Score score) {
    return score.metrics().getOrDefault(metric, Double.NaN);
  }

  private Map<String, EvaluationRow> best(RunDirectory run, int epochs) {
    Map<String, EvaluationRow> best = new LinkedHashMap<>();
    for (EvaluationRow row : rows(run)) {
      if (row.epoch() <= epochs) {
        best.merge(row.student(), row, (old, now) -> isBetter(now, old) ? now : old);
      }
    }
    return best;
  }

  /** The evaluations that count. */
  private List<EvaluationRow> rows(RunDirectory run) {
    List<EvaluationRow> rows = new ArrayList<>();
    try {
      run.evaluations(
          row -> {
            boolean counts =
                row.task().equals(task)
                    && (student.isEmpty() || row.student().equals(student))
                    && row.metrics().containsKey(metric);
            if (counts) {
              rows.add(row);
            }
          });
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return List.of(); // it is being written, or there is nothing yet
    }
    return rows;
  }

  private boolean isBetter(EvaluationRow now, EvaluationRow old) {
    return bestFirst().compare(value(now), value(old)) < 0;
  }

  private double value(EvaluationRow row) {
    return row.metrics().getOrDefault(metric, Double.NaN);
  }

  private static Score mean(String student, List<Map<String, EvaluationRow>> seeds) {
    List<EvaluationRow> rows =
        seeds.stream().filter(s -> s.containsKey(student)).map(s -> s.get(student)).toList();
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : rows.get(0).metrics().keySet()) {
      double sum = rows.stream().mapToDouble(r -> r.metrics().getOrDefault(name, Double.NaN)).sum();
      means.put(name, sum / rows.size());
    }
    return new Score(student, rows.get(0).epoch(), means);
  }
}
