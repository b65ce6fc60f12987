package io.reflux.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.queue.QueueFolder;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files of a sweep: {@code sweep.json}, which says what its trials are, {@code
 * trials/<name>.conf} and, beside each, its run directory {@code trials/<name>}.
 *
 * @param root the folder; absolute
 */
public record SweepFolder(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes the path absolute. */
  public SweepFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** True if a sweep has begun here. */
  public boolean isBegun() {
    return Files.isRegularFile(file());
  }

  /** Where each trial has a run directory of its name. */
  public Path trials() {
    return root.resolve("trials");
  }

  /** Where trials keep what teachers answered, together. */
  Path caches() {
    return root.resolve("features");
  }

  /** The page that compares the trials. */
  public Path page() {
    return root.resolve("comparison.html");
  }

  private Path file() {
    return root.resolve("sweep.json");
  }

  /** The trials' pipeline files, as a queue. */
  QueueFolder queue() {
    return QueueFolder.besideFiles(trials());
  }

  /** A trial's run. */
  public RunDirectory run(Trial trial) {
    return new RunDirectory(trials().resolve(trial.name()));
  }

  /** The pipeline of a trial, or of a shared task, by its name. */
  Pipeline pipeline(String name) throws IOException {
    try {
      return Pipeline.readForAnyMachine(queue().file(name));
    } catch (PipelineException e) {
      throw new InputException(name + ".conf: " + e.getMessage(), e);
    }
  }

  /** The run of a shared task. */
  RunDirectory run(SharedTask task) {
    return new RunDirectory(trials().resolve(task.name()));
  }

  /**
   * Writes a sweep that is to begin: first all pipelines, then that there is a sweep.
   *
   * @param pipelines the text of each one's pipeline, by its name
   */
  void begin(SweepPlan plan, Map<String, String> pipelines) throws IOException {
    QueueFolder queue = queue();
    for (Map.Entry<String, String> each : pipelines.entrySet()) {
      write(queue.file(each.getKey()), each.getValue().getBytes(StandardCharsets.UTF_8));
    }
    write(file(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(plan));
  }

  /**
   * The sweep that has begun here.
   *
   * @throws InputException if there is none, or one of a version that trials shared nothing in
   */
  public SweepPlan read() throws IOException {
    if (!isBegun()) {
      throw new InputException(root + ": no sweep.json inside (expected: the folder of a sweep)");
    }
    try {
      JsonNode written = JSON.readTree(Files.readAllBytes(file()));
      if (written.has("trials") && !written.has("shared")) {
        throw new InputException(
            ("%s: written by version %s, which knew no tasks that trials share (expected: another"
                    + " --sweep-dir, where the sweep begins anew; its trials go on with reflux"
                    + " resume)")
                .formatted(file(), written.path("version").asText("unknown")));
      }
      return JSON.treeToValue(written, SweepPlan.class);
    } catch (JsonProcessingException e) {
      throw new InputException(file() + ": " + e.getOriginalMessage() + " (expected: a sweep)", e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    DurableFile.write(file, content);
  }
}
