package io.reflux.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the tasks of a run keep their checkpoints, and the weights of their students.
 *
 * @param run the run's folder
 */
public record TaskFolders(Path run) {
  /** What the names of files of weights end with. */
  public static final String TENSORS = ".safetensors";

  /** What the names of folders begin with in which a run of several seeds keeps each. */
  public static final String SEED = "seed-";

  /** The folder of all tasks. */
  public Path all() {
    return run.resolve("checkpoints");
  }

  /** A task's own. */
  public Path of(String task) {
    return all().resolve(task);
  }

  /** A student's weights: {@code best} or {@code last}. */
  public Path model(String task, String student, String which) {
    return of(task).resolve(student + "-" + which + TENSORS);
  }

  /**
   * Finds the weights of a student without asking what the run was told.
   *
   * @param name the task, or task and student, {@code source.small}; empty if there is one only
   * @param which {@code best} or {@code last}
   * @throws MissingWeightsException with what is expected instead
   */
  public Path find(String name, String which) throws MissingWeightsException {
    Found found = student(name, which);
    return model(found.task, found.student, which);
  }

  /**
   * Finds the weights that a student had at a step of which the run still has the checkpoint, and
   * checks them.
   *
   * @throws MissingWeightsException with what is expected instead
   */
  public Path find(String name, long step) throws MissingWeightsException {
    Found found = student(name, "best", "last");
    CheckpointStore store = new CheckpointStore(of(found.task), 1);
    try {
      return store.network(found.student, step).orElseThrow(() -> notKept(store));
    } catch (MissingWeightsException e) {
      throw e;
    } catch (IOException e) {
      throw new MissingWeightsException("from-step", "a whole checkpoint; " + e.getMessage());
    }
  }

  private static MissingWeightsException notKept(CheckpointStore store) {
    String steps = store.steps().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new MissingWeightsException(
        "from-step",
        steps.isEmpty() ? "none: the run keeps no checkpoint" : "a step that is kept: " + steps);
  }

  private Found student(String name, String... which) throws MissingWeightsException {
    List<Found> trained = trained(List.of(which));
    if (trained.isEmpty()) {
      throw new MissingWeightsException("from", nothing());
    }
    List<Found> fitting = trained.stream().filter(each -> each.isCalled(name)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    String names = trained.stream().map(Found::toString).collect(Collectors.joining(", "));
    throw new MissingWeightsException("from-task", "one of " + names);
  }

  private String nothing() {
    try (Stream<Path> files = Files.isDirectory(run) ? Files.list(run) : Stream.empty()) {
      Optional<Path> seed =
          files.filter(each -> each.getFileName().toString().startsWith(SEED)).sorted().findFirst();
      return seed.map(each -> "one of its runs, as " + each)
          .orElse("the folder of a run that has trained weights");
    } catch (IOException e) {
      return "a folder that can be read; " + e;
    }
  }

  private List<Found> trained(List<String> which) throws MissingWeightsException {
    if (!Files.isDirectory(all())) {
      return List.of();
    }
    List<String> ends = which.stream().map(each -> "-" + each + TENSORS).toList();
    try (Stream<Path> files = Files.walk(all(), 2)) {
      return files
          .flatMap(file -> ends.stream().flatMap(end -> Found.of(file, end).stream()))
          .distinct()
          .sorted(Comparator.comparing(Found::toString))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new MissingWeightsException("from", "a folder that can be read; " + e);
    }
  }

  /** A student that has weights. */
  private record Found(String task, String student) {
    static Optional<Found> of(Path file, String end) {
      String name = file.getFileName().toString();
      return name.endsWith(end)
          ? Optional.of(
              new Found(
                  file.getName(file.getNameCount() - 2).toString(),
                  name.substring(0, name.length() - end.length())))
          : Optional.empty();
    }

    boolean isCalled(String name) {
      return name.isEmpty() || name.equals(task) || name.equals(toString());
    }

    @Override
    public String toString() {
      return task.equals(student) ? task : task + "." + student;
    }
  }
}
