package io.reflux.run;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Digest;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The numbers of a run: what must not depend on how it was worked at.
 *
 * @param losses the lines of metrics.csv, without the rate in images per second
 * @param evaluations the lines of evaluations.csv, sorted: two students' evaluations of one epoch
 *     are written in the order in which they end
 * @param models the digest of each student's best and last weights, by file name
 */
record Series(List<String> losses, List<String> evaluations, TreeMap<String, String> models) {

  /** What a run directory holds. */
  static Series of(RunDirectory directory) {
    try (Stream<Path> files = Files.walk(directory.root().resolve("checkpoints"))) {
      TreeMap<String, String> models = new TreeMap<>();
      files
          .filter(file -> file.toString().matches(".*-(best|last)\\.safetensors"))
          .forEach(file -> models.put(file.getFileName().toString(), Digest.of(file)));
      return new Series(
          losses(directory, line -> true),
          Files.readAllLines(directory.evaluations()).stream().sorted().toList(),
          models);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of one student. */
  Series of(String student) {
    TreeMap<String, String> own = new TreeMap<>(models);
    own.keySet().removeIf(file -> !file.matches(student + "-(best|last)\\.safetensors"));
    return new Series(
        losses.stream().filter(line -> line.split(",")[1].equals(student)).toList(),
        evaluations.stream().filter(line -> line.split(",")[1].equals(student)).toList(),
        own);
  }

  /** The losses of one student. */
  static List<String> losses(RunDirectory directory, String student) {
    return losses(directory, line -> line.split(",")[1].equals(student));
  }

  /** Runs to the end, hearing nothing, and reads the numbers. */
  static Series of(Pipeline pipeline, Path directory) {
    Trial trial = Trial.of(pipeline, directory);
    trial.completed();
    return of(trial.directory());
  }

  private static List<String> losses(
      RunDirectory directory, java.util.function.Predicate<String> kept) {
    try {
      return Files.readAllLines(directory.metrics()).stream()
          .skip(1)
          .filter(kept)
          .map(line -> line.substring(0, line.lastIndexOf(',')))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
