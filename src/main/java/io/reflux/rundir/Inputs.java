package io.reflux.rundir;

import io.reflux.checkpoint.TaskFolders;
import io.reflux.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run computes with, beside images and settings.
 *
 * @param version the program's version
 * @param engine the version of what computes below it
 * @param weights the SHA-256 of each file of weights that the pipeline names, by path
 * @param models the same of the files that done tasks have left, by task and file name
 */
record Inputs(
    String version,
    String engine,
    Map<String, String> weights,
    Map<String, Map<String, String>> models) {

  /** What there is now; of models, those of the tasks that are done. */
  static Inputs now(RunDirectory directory, Pipeline pipeline, String engine) {
    Map<String, String> weights = new TreeMap<>();
    pipeline.files().forEach(file -> weights.put(file.toString(), Digest.of(file)));
    Map<String, Map<String, String>> models = new TreeMap<>();
    pipeline.tasks().stream()
        .filter(task -> directory.isDone(task.name()))
        .filter(task -> !TaskSummary.isOutgrown(directory, task))
        .forEach(task -> models.put(task.name(), models(directory, task.name())));
    return new Inputs(RunSummary.ownVersion(), engine, weights, models);
  }

  /** With the models that a task leaves. */
  Inputs withModelsOf(RunDirectory directory, String task) {
    Map<String, Map<String, String>> more = new TreeMap<>(models);
    more.put(task, models(directory, task));
    return new Inputs(version, engine, weights, more);
  }

  /** How these differ from what was. */
  List<Change> changesSince(Inputs then) {
    List<Change> changes = new ArrayList<>();
    told(changes, "Reflux", then.version, version);
    told(changes, "PyTorch", then.engine, engine);
    Set<String> known = new HashSet<>(then.weights.values());
    weights.forEach(
        (file, digest) -> {
          String was = then.weights.getOrDefault(file, "");
          if (!digest.equals(was) && !known.contains(digest)) {
            changes.add(other(file, was, digest));
          }
        });
    models.forEach(
        (task, files) -> {
          Map<String, String> old = then.models.getOrDefault(task, Map.of());
          files.forEach(
              (file, digest) -> {
                String was = old.getOrDefault(file, digest);
                if (!digest.equals(was)) {
                  changes.add(other(file + " of task " + task, was, digest));
                }
              });
        });
    return changes;
  }

  private static void told(List<Change> changes, String what, String then, String now) {
    if (!then.equals(now)) {
      changes.add(Change.of(ChangeKind.VERSION, what + ": " + then + " → " + now));
    }
  }

  private static Change other(String file, String was, String now) {
    String before = was.isEmpty() ? "another file" : "SHA-256 " + shortened(was);
    return Change.of(ChangeKind.WEIGHTS, file + ": " + before + " → SHA-256 " + shortened(now));
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(16, digest.length())) + "…";
  }

  private static Map<String, String> models(RunDirectory directory, String task) {
    Map<String, String> digests = new TreeMap<>();
    if (!Files.isDirectory(directory.task(task))) {
      return digests; // it measures or exports
    }
    try (Stream<Path> files = Files.list(directory.task(task))) {
      files
          .filter(file -> file.toString().endsWith(TaskFolders.TENSORS))
          .forEach(file -> digests.put(file.getFileName().toString(), Digest.of(file)));
      return digests;
    } catch (IOException e) {
      throw new UncheckedIOException(directory.task(task) + ": can't be listed", e);
    }
  }
}
