package io.reflux.rundir;

import io.reflux.checkpoint.TaskFolders;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run.
 *
 * @param root the folder that holds them all
 */
public record RunDirectory(Path root) {
  private static final SummaryFormat SUMMARIES = new SummaryFormat();
  private static final String EMBEDDINGS = "embeddings";
  private static final Pattern SEEDED = Pattern.compile(TaskFolders.SEED + "-?\\d{1,18}");

  /** A run's folder, made if it is not there; the path is made absolute. */
  public static RunDirectory in(Path root) {
    try {
      Files.createDirectories(new TaskFolders(root).all());
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": can't be made a run directory", e);
    }
    return new RunDirectory(root.toAbsolutePath().normalize());
  }

  /** True if a run has begun here. */
  public boolean isBegun() {
    return Files.isRegularFile(pipeline());
  }

  /**
   * It, if a run has begun here.
   *
   * @throws IOException if it is no run's folder
   */
  public RunDirectory checked() throws IOException {
    if (isBegun()) {
      return this;
    }
    throw new IOException(
        root + ": no " + pipeline().getFileName() + " inside (expected: a run directory)");
  }

  /** The name of the folder; with its parent's if this is one of several seeds of a run. */
  public String name() {
    Path own = root.toAbsolutePath().normalize();
    RunDirectory parent = new RunDirectory(own.resolveSibling("").normalize());
    String name = String.valueOf(own.getFileName());
    return parent.isBegun() ? parent.root.getFileName() + "/" + name : name;
  }

  /** Where a pipeline of several seeds is run with one of them. */
  public RunDirectory seed(long seed) {
    return new RunDirectory(root.resolve(TaskFolders.SEED + seed));
  }

  /** The runs inside, of a run with several seeds, by number; none in any other. */
  public List<RunDirectory> seeds() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(folder -> SEEDED.matcher(folder.getFileName().toString()).matches())
          .map(RunDirectory::new)
          .filter(RunDirectory::isBegun)
          .sorted(Comparator.comparingLong(RunDirectory::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": can't be listed", e);
    }
  }

  private long number() {
    return Long.parseLong(root.getFileName().toString().substring(TaskFolders.SEED.length()));
  }

  /** The resolved pipeline. */
  public Path pipeline() {
    return root.resolve("pipeline.conf");
  }

  /** One line a step and student. */
  public Path metrics() {
    return root.resolve("metrics.csv");
  }

  /** One line an evaluation. */
  public Path evaluations() {
    return root.resolve("evaluations.csv");
  }

  /** Where a task's curves grow, as TensorBoard's event files. */
  public Path curves(String task) {
    return root.resolve("tensorboard").resolve(task);
  }

  /** What the run came to. */
  public Path summary() {
    return root.resolve("summary.json");
  }

  /** What happened to the run beside its training, a line of JSON each. */
  public Path journal() {
    return root.resolve("journal.jsonl");
  }

  /** What the run began with, to compare with it later. */
  Path beginning() {
    return root.resolve("beginning");
  }

  /** Where files are put that a run no longer uses, and nobody wanted deleted. */
  public Path aside() {
    return root.resolve("set-aside");
  }

  /** Where the status endpoint answers, while the run goes on. */
  public Path statusUrl() {
    return root.resolve("status.url");
  }

  /** The certificate that the status endpoint shows, while it answers by TLS. */
  public Path statusCertificate() {
    return root.resolve("status.pem");
  }

  /** The secret by which the run is steered. */
  public Path token() {
    return root.resolve("status.token");
  }

  /** How busy stages were, for the report. */
  public Path timeline() {
    return root.resolve("timeline.csv");
  }

  /** The report. */
  public Path report() {
    return root.resolve("report.html");
  }

  /** How often the run's process was begun again, and why. */
  Path restarts() {
    return root.resolve("restarts.jsonl");
  }

  /** Locked while a process writes here. */
  Path lock() {
    return root.resolve("run.lock");
  }

  /** The log. */
  public Path log() {
    return root.resolve("reflux.log");
  }

  /** Where every task has a folder. */
  TaskFolders tasks() {
    return new TaskFolders(root);
  }

  /** Where a task keeps its checkpoints and models. */
  public Path task(String name) {
    return tasks().of(name);
  }

  /** A task's summary; there only if the task is done. */
  public Path taskSummary(String name) {
    return task(name).resolve("summary.json");
  }

  /** What a task was told to do otherwise, and at which steps. */
  Path changes(String task) {
    return task(task).resolve("changes.jsonl");
  }

  /** A student's weights: the best, or the last. */
  public Path model(String task, String student, String which) {
    return tasks().model(task, student, which);
  }

  /** A network's latest embeddings of the test split, as a task measured them. */
  public Path embeddings(String task, String network) {
    return embeddings().resolve(task + "-" + network + TaskFolders.TENSORS);
  }

  /** The folder of all embeddings that were measured. */
  public Path embeddings() {
    return root.resolve(EMBEDDINGS);
  }

  /** Where the models that a task, or somebody, exports are written. */
  public Path export(String name) {
    return root.resolve("export").resolve(name);
  }

  /** Where a task's programs are written before they are loaded. */
  public Path programs(String task) {
    return root.resolve("programs").resolve(task);
  }

  /** Makes the folder in which a task keeps its checkpoints and models. */
  void makeTask(String name) {
    try {
      Files.createDirectories(task(name));
    } catch (IOException e) {
      throw new UncheckedIOException(task(name) + ": can't be made", e);
    }
  }

  /** Hands every step of {@code metrics.csv} to the reader; none if there is no such file. */
  public void steps(Consumer<StepRow> reader) throws IOException {
    CsvTable.read(metrics(), StepRow.COLUMNS, StepRow::of, reader);
  }

  /** Hands every evaluation of {@code evaluations.csv} to the reader. */
  public void evaluations(Consumer<EvaluationRow> reader) throws IOException {
    CsvTable.read(evaluations(), EvaluationRow.COLUMNS, EvaluationRow::of, reader);
  }

  /** Hands every line of {@code timeline.csv} to the reader. */
  public void timeline(Consumer<TimelineRow> reader) throws IOException {
    CsvTable.read(timeline(), TimelineRow.COLUMNS, TimelineRow::of, reader);
  }

  /**
   * The pipeline that runs here, to be looked at on any machine.
   *
   * @throws PipelineException if this version does not know all that is in it
   */
  public Pipeline readPipeline() throws PipelineException {
    return Pipeline.readForAnyMachine(pipeline());
  }

  /** Writes the resolved pipeline, unless it is there already. */
  public void writePipeline(Pipeline resolved) {
    if (!isBegun()) {
      replacePipeline(resolved);
    }
  }

  /** Writes the resolved pipeline in the place of another. */
  public void replacePipeline(Pipeline resolved) {
    write(pipeline(), resolved.resolved().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what the run came to. */
  public void writeSummary(RunSummary summary) {
    write(summary(), SUMMARIES.sealed(summary));
  }

  /** What the run came to, or empty if it is not done. */
  public Optional<RunSummary> readSummary() {
    return SUMMARIES.read(summary(), RunSummary.class);
  }

  /** Writes what the runs with all seeds came to. */
  public void writeSeeds(SeedsSummary summary) {
    write(summary(), SUMMARIES.sealed(summary));
  }

  /** Writes that a task is done. */
  public void writeTask(TaskSummary summary) {
    makeTask(summary.task());
    write(taskSummary(summary.task()), SUMMARIES.sealed(summary));
  }

  /** True if a task has left a summary. */
  public boolean isDone(String task) {
    return Files.isRegularFile(taskSummary(task));
  }

  /** What a task came to, or empty if it is not done. */
  public Optional<TaskSummary> readTask(String name) {
    return SUMMARIES.read(taskSummary(name), TaskSummary.class);
  }

  private static void write(Path file, byte[] content) {
    try {
      DurableFile.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }
}
