package io.reflux.rundir;

import io.reflux.wire.Scalars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * The two tables of a run and one task's curves, opened at a step: lines and points of the task
 * that are later are gone. Curves that don't hold what the tables hold are drawn again from them.
 */
final class JournalTables implements AutoCloseable {
  private static final String LOSS = "loss";
  private static final String RATE = "learning-rate";
  private static final String SPEED = "images-per-second";
  private static final int POINTS_OF_A_STEP = 3;

  private final RunDirectory directory;
  private final String task;
  private final long step;
  private final LongPredicate counting;
  private final MetricsCsv steps;
  private final MetricsCsv evaluations;
  private final TaskCurves curves;
  private final TeacherLines teachers;
  private final TreeSet<Long> evaluated = new TreeSet<>();
  private final Map<String, EvaluationLog> logs = new LinkedHashMap<>();
  private final Map<String, Long> points = new LinkedHashMap<>();
  private final Map<String, Long> found = new LinkedHashMap<>();
  private final TableCover.Counting stepLines = new TableCover.Counting();
  private final TableCover.Counting evaluationLines = new TableCover.Counting();
  private TableCover stepMark = TableCover.NONE;
  private TableCover evaluationMark = TableCover.NONE;
  private final TableNote note;
  private final Optional<TableCover> vouched;
  private Optional<TableCover> noted;

  /**
   * Opens the tables.
   *
   * @param opening says which lines stay, and which evaluations count
   */
  JournalTables(RunTables tables, String task, TaskJournal.Opening opening) {
    directory = tables.directory();
    directory.makeTask(task);
    this.task = task;
    step = opening.step();
    counting = opening.counting();
    Consumer<String> told = opening.told();
    steps =
        MetricsCsv.open(
            new MetricsCsv.Place(tables.steps(), StepRow.COLUMNS),
            line -> keeps(StepRow.of(line), line.text()),
            told);
    tellOfLost(told);
    note = new TableNote(directory, task, directory.evaluations());
    vouched = note.cover();
    noted = vouched;
    evaluations =
        MetricsCsv.open(
            new MetricsCsv.Place(tables.evaluations(), EvaluationRow.COLUMNS),
            line -> keeps(EvaluationRow.of(line), line.text()),
            told);
    curves = new TaskCurves(directory.curves(task));
    teachers = new TeacherLines(curves);
    mark();
    redraw();
    add(TeacherLines.named(opening.teachers(), opening.teacherMetrics()));
    evaluated.forEach(teachers::reach);
  }

  private boolean keeps(StepRow row, String line) {
    boolean own = row.task().equals(task);
    boolean kept = !own || row.step() <= step;
    if (own && kept) {
      stepLines.add(line);
      points.merge(row.student(), (long) POINTS_OF_A_STEP, Long::sum);
      found.merge(row.student(), 1L, Long::sum);
    }
    return kept;
  }

  /** Every student has a line for each step before the one that its task goes on from. */
  private void tellOfLost(Consumer<String> told) {
    long least = found.values().stream().mapToLong(lines -> lines).min().orElse(0);
    if (least < step) {
      told.accept(
          String.format(
              "%s: %d lines of %s are gone for good (expected: %d, one a step)",
              directory.metrics(), step - least, task, step));
    }
  }

  private boolean keeps(EvaluationRow row, String line) {
    boolean own = row.task().equals(task);
    boolean kept = !own || (row.step() <= step && isVouchedFor());
    if (own && kept) {
      evaluationLines.add(line);
      evaluated.add(row.step());
      note(row);
      points.merge(row.student(), (long) row.metrics().size(), Long::sum);
    }
    if (!kept) {
      withdraw();
    }
    return kept;
  }

  /** One beyond the note was written by a process that was killed before it noted it. */
  private boolean isVouchedFor() {
    return vouched.isEmpty() || evaluationLines.lines() < vouched.get().lines();
  }

  /** Before a line goes: the note would speak of lines that aren't there. */
  private void withdraw() {
    try {
      note.withdraw();
      noted = Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(directory.task(task) + ": can't be written", e);
    }
  }

  private void redraw() {
    Set<String> anew = new TreeSet<>();
    points.forEach(
        (student, count) -> {
          if (!curves.goOn(student, step, count)) {
            anew.add(student);
          }
        });
    if (anew.isEmpty()) {
      return;
    }
    try {
      directory.steps(row -> when(anew, row.task(), row.student(), () -> draw(row)));
      directory.evaluations(row -> when(anew, row.task(), row.student(), () -> draw(row)));
    } catch (IOException e) {
      throw new UncheckedIOException(directory.root() + ": its tables can't be read", e);
    }
    curves.flush();
  }

  private void when(Set<String> students, String of, String student, Runnable drawing) {
    if (of.equals(task) && students.contains(student)) {
      drawing.run();
    }
  }

  /** Takes teachers' metrics, by the names of their curves. */
  void add(Map<String, Map<String, Double>> metricsOfTeachers) {
    teachers.add(metricsOfTeachers);
  }

  /** Takes a step's line. */
  void add(StepRow row) {
    String line = row.line();
    steps.add(line);
    stepLines.add(line);
    draw(row);
  }

  /** Knows of an evaluation whose line may have to wait. */
  void note(EvaluationRow row) {
    if (counting.test(row.step())) {
      log(row.student()).add(row.epoch(), row.step(), row.metrics());
    } else {
      log(row.student()).addAside(row.step());
    }
  }

  /** Takes an evaluation's line. */
  void add(EvaluationRow row) {
    String line = row.line();
    evaluations.add(line);
    evaluationLines.add(line);
    draw(row);
  }

  /** Remembers which lines there are now: those that a checkpoint of now will know of. */
  void mark() {
    stepMark = stepLines.now();
    evaluationMark = evaluationLines.now();
  }

  /** The values of a checkpoint, and which lines there were when the mark was made. */
  Scalars marked(Scalars values) {
    return evaluationMark.into(
        name(directory.evaluations()), stepMark.into(name(directory.metrics()), values));
  }

  private static String name(Path table) {
    return String.valueOf(table.getFileName());
  }

  /** All evaluations of a student. */
  EvaluationLog log(String student) {
    return logs.computeIfAbsent(student, name -> new EvaluationLog());
  }

  /** How many bytes of lines were taken and are not in the tables yet. */
  long waitingBytes() {
    return (long) steps.waitingBytes() + evaluations.waitingBytes();
  }

  /** Hands all that was taken to the operating system; evaluations to the disk, with their note. */
  void flush() throws IOException {
    steps.flush();
    evaluations.flush();
    curves.flush();
    vouch();
  }

  /** Lines of evaluations are vouched for once they are on the disk. */
  private void vouch() throws IOException {
    Optional<TableCover> now = Optional.of(evaluationLines.now());
    if (!now.equals(noted)) {
      evaluations.force();
      note.write(now.get());
      noted = now;
    }
  }

  /** As {@link #flush}, down to the disk. */
  void force() throws IOException {
    steps.force();
    evaluations.force();
    curves.force();
    vouch();
  }

  @Override
  public void close() throws IOException {
    try (steps;
        evaluations;
        curves) {
      flush();
    }
  }

  private void draw(StepRow row) {
    curves.add(row.student(), row.step(), LOSS, row.loss());
    curves.add(row.student(), row.step(), RATE, row.learningRate());
    curves.add(row.student(), row.step(), SPEED, row.imagesPerSecond());
  }

  private void draw(EvaluationRow row) {
    row.metrics().forEach((name, value) -> curves.add(row.student(), row.step(), name, value));
    teachers.reach(row.step());
  }
}
