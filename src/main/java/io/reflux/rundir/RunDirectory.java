package io.reflux.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.Pipeline;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run.
 *
 * @param root the folder that holds them all
 */
public record RunDirectory(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEED = "seed-";
  private static final Pattern SEEDED = Pattern.compile(SEED + "-?\\d{1,18}");

  /** A run's folder, made if it is not there; the path is made absolute. */
  public static RunDirectory in(Path root) {
    try {
      Files.createDirectories(root.resolve("checkpoints"));
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": can't be made a run directory", e);
    }
    return new RunDirectory(root.toAbsolutePath().normalize());
  }

  /** Where a pipeline of several seeds is run with one of them. */
  public RunDirectory seed(long seed) {
    return new RunDirectory(root.resolve(SEED + seed));
  }

  /** The runs inside, of a run with several seeds, by number; none in any other. */
  public List<RunDirectory> seeds() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(folder -> SEEDED.matcher(folder.getFileName().toString()).matches())
          .map(RunDirectory::new)
          .filter(run -> Files.exists(run.pipeline()))
          .sorted(Comparator.comparingLong(RunDirectory::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": can't be listed", e);
    }
  }

  private long number() {
    return Long.parseLong(root.getFileName().toString().substring(SEED.length()));
  }

  /** The resolved pipeline. */
  public Path pipeline() {
    return root.resolve("pipeline.conf");
  }

  /** One line a step and student. */
  public Path metrics() {
    return root.resolve("metrics.csv");
  }

  /** One line an evaluation and metric. */
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

  /** Where the status endpoint answers, while the run goes on. */
  public Path statusUrl() {
    return root.resolve("status.url");
  }

  /** The secret by which the run is steered. */
  public Path token() {
    return root.resolve("status.token");
  }

  /** The log. */
  public Path log() {
    return root.resolve("reflux.log");
  }

  /** Where a task keeps its checkpoints and models. */
  public Path task(String name) {
    return root.resolve("checkpoints").resolve(name);
  }

  /** A task's summary; there only if the task is done. */
  public Path taskSummary(String name) {
    return task(name).resolve("summary.json");
  }

  /** What a task's files from outside of the run were like when it began. */
  Path inputs(String task) {
    return task(task).resolve("inputs.json");
  }

  /** A student's weights: the best, or the last. */
  public Path model(String task, String student, String which) {
    return task(task).resolve(student + "-" + which + ".safetensors");
  }

  /** A network's latest embeddings of the test split, as a task measured them. */
  public Path embeddings(String task, String network) {
    return root.resolve("embeddings").resolve(task + "-" + network + ".safetensors");
  }

  /** Where the models that a task, or somebody, exports are written. */
  public Path export(String name) {
    return root.resolve("export").resolve(name);
  }

  /** Where the feature cache lies unless the pipeline file says otherwise. */
  public Path cache() {
    return root.resolve("cache");
  }

  /** Where programs are written before they are loaded. */
  public Path programs() {
    return root.resolve("programs");
  }

  /** Makes the folder in which a task keeps its checkpoints and models. */
  void makeTask(String name) {
    try {
      Files.createDirectories(task(name));
    } catch (IOException e) {
      throw new UncheckedIOException(task(name) + ": can't be made", e);
    }
  }

  /** Writes the resolved pipeline, unless it is there already. */
  public void writePipeline(Pipeline resolved) {
    if (!Files.exists(pipeline())) {
      write(pipeline(), resolved.resolved().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes what the run came to. */
  public void writeSummary(RunSummary summary) {
    write(summary(), json(summary));
  }

  /** What the run came to, or empty if it is not done. */
  public Optional<RunSummary> readSummary() {
    return read(summary(), RunSummary.class);
  }

  /** Writes what the runs with all seeds came to. */
  public void writeSeeds(SeedsSummary summary) {
    write(summary(), json(summary));
  }

  /** Writes that a task is done. */
  public void writeTask(TaskSummary summary) {
    makeTask(summary.task());
    write(taskSummary(summary.task()), json(summary));
  }

  /** What a task came to, or empty if it is not done. */
  public Optional<TaskSummary> readTask(String name) {
    return read(taskSummary(name), TaskSummary.class);
  }

  private static <T> Optional<T> read(Path file, Class<T> kind) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readAllBytes(file), kind))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is always JSON", e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      DurableFile.write(file, channel -> channel.write(ByteBuffer.wrap(content)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }
}
