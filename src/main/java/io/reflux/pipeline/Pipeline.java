package io.reflux.pipeline;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Splits;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Named;
import io.reflux.setting.Problems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked pipeline file.
 *
 * @param name names the run's folder
 * @param seed the root of all randomness
 * @param seeds the seeds for each of which the whole is repeated, in place of {@code seed}; empty
 *     for a single run
 * @param data what is learned from
 * @param tasks in an order in which each comes after those that it needs
 * @param machine how much of the machine a run takes
 * @param status where a run answers questions
 * @param cluster where nodes may join a run; empty: nowhere, and no port is opened for it
 * @param resolved HOCON of everything that was read, defaults included and paths absolute; {@link
 *     #parse} makes the same pipeline of it
 */
public record Pipeline(
    String name,
    long seed,
    List<Long> seeds,
    DataSpec data,
    List<Task> tasks,
    Machine machine,
    StatusSpec status,
    Optional<ClusterSpec> cluster,
    String resolved) {

  /** Copies the lists. */
  public Pipeline {
    seeds = List.copyOf(seeds);
    tasks = List.copyOf(tasks);
  }

  /** On which devices, and in which arithmetic, its networks compute. */
  public Computing computing() {
    return Computing.of(tasks.stream().map(Task::work).toList());
  }

  /** How far the stages of a task run ahead of each other on this machine. */
  public Pace pace(Work work) {
    return Pace.of(work, machine, Pace.Hardware.present().sharedBy(machine.tasks().atOnce(tasks)));
  }

  /** What the networks of a task take on each device, one a line of {@code check}. */
  public List<MemoryNeed> needs(Work work) {
    return work.visit(new MemoryNeeds(this::network));
  }

  Optional<NetworkSettings> network(ModelSource.Student student) {
    return tasks.stream()
        .filter(task -> task.name().equals(student.task()))
        .flatMap(task -> task.students().stream())
        .filter(each -> each.name().equals(student.name()))
        .map(StudentSpec::network)
        .findFirst();
  }

  /** The files of weights and programs that tasks read, those of this run excepted. */
  public List<Path> files() {
    return tasks.stream().flatMap(task -> NamedFiles.of(task).stream()).distinct().toList();
  }

  /**
   * The datasets that evaluations have of their own, by where the file names them, as {@code
   * target.evaluate.data}; one that several tasks name is there once.
   *
   * @throws DatasetException if one of them is not as described
   */
  public Map<String, Splits> measured() {
    Map<Named<DatasetRecipe>, String> names = new LinkedHashMap<>();
    for (Task task : tasks) {
      MeasuredParts.of(task.work()).stream()
          .flatMap(parts -> parts.data().byKey().entrySet().stream())
          .forEach(
              own -> names.putIfAbsent(own.getValue(), task.name() + ".evaluate." + own.getKey()));
    }
    Map<String, Splits> opened = new LinkedHashMap<>();
    names.forEach((recipe, name) -> opened.put(name, recipe.value().open()));
    return opened;
  }

  /**
   * The same for one seed: what is run in a sub-folder when there are several.
   *
   * @param one the seed
   */
  public Pipeline ofSeed(long one) {
    String text = String.format("%s%nseed = %d%nseeds = []%n", resolved, one);
    try {
      return parse(text, Path.of(""), Environment.ANY_MACHINE);
    } catch (PipelineException e) {
      throw new IllegalStateException("what was resolved reads again, with any seed", e);
    }
  }

  /**
   * The same with its teachers' caches in a folder that other runs use too; those that have an
   * absolute place of their own stay there.
   *
   * @param folder the folder; absolute
   */
  public Pipeline withCachesIn(Path folder) {
    List<String> assignments = SharedCaches.assignments(tasks, folder);
    try {
      return assignments.isEmpty() ? this : parse(resolved, assignments, Environment.ANY_MACHINE);
    } catch (PipelineException e) {
      throw new IllegalStateException("what was resolved reads again, with any place", e);
    }
  }

  /**
   * The same with one of its tasks, and those that this needs, alone.
   *
   * @param task the task's name
   */
  public Pipeline upTo(String task) {
    try {
      return parse(
          TaskSettings.alone(resolved, TaskGraph.upTo(task, tasks)),
          Path.of(""),
          Environment.ANY_MACHINE);
    } catch (PipelineException e) {
      throw new IllegalStateException("what was resolved reads again, with fewer tasks", e);
    }
  }

  /**
   * Reads a file, to run it on this machine.
   *
   * @throws PipelineException with everything that is wrong: in the text, between its parts, and
   *     with the devices and data of this machine
   */
  public static Pipeline read(Path file) throws PipelineException {
    return read(file, List.of());
  }

  /**
   * Reads a file, to run it on this machine.
   *
   * @param file the file; relative paths in it begin at its folder
   * @param overrides assignments that win over the file, as {@code seed=3}
   * @throws PipelineException with everything that is wrong
   */
  public static Pipeline read(Path file, List<String> overrides) throws PipelineException {
    return read(file, overrides, Environment.THIS_MACHINE);
  }

  /**
   * Reads a file without regard to this machine: devices and data may be missing here.
   *
   * @throws PipelineException with everything that is wrong in the text and between its parts
   */
  public static Pipeline readForAnyMachine(Path file) throws PipelineException {
    return read(file, List.of(), Environment.ANY_MACHINE);
  }

  /**
   * Reads what {@link #resolved} said, to go on with a run on this machine.
   *
   * @param resolved the text
   * @param folder where relative paths begin, should there be any
   * @throws PipelineException with everything that is wrong
   */
  public static Pipeline parse(String resolved, Path folder) throws PipelineException {
    return parse(resolved, folder, Environment.THIS_MACHINE);
  }

  /**
   * Reads what {@link #resolved} said, to go on with a run on this machine.
   *
   * @param resolved the text
   * @param overrides assignments that win over it; relative paths in them begin at the working
   *     directory
   * @throws PipelineException with everything that is wrong
   */
  public static Pipeline parse(String resolved, List<String> overrides) throws PipelineException {
    return parse(resolved, overrides, Environment.THIS_MACHINE);
  }

  /**
   * Reads what {@link #resolved} said on another machine: devices and data may be missing here.
   *
   * @param resolved the text
   * @param overrides assignments that win over it
   * @throws PipelineException with everything that is wrong in the text and between its parts
   */
  public static Pipeline parseForAnyMachine(String resolved, List<String> overrides)
      throws PipelineException {
    return parse(resolved, overrides, Environment.ANY_MACHINE);
  }

  private static Pipeline parse(String resolved, List<String> overrides, Environment environment)
      throws PipelineException {
    Problems problems = new Problems();
    return new PipelineReader(environment, problems)
        .read(
            HoconFile.parse(
                new HoconFile.Text(resolved, "pipeline.conf", Path.of("")), overrides, problems));
  }

  static Pipeline parse(String text, Path folder, Environment environment)
      throws PipelineException {
    Problems problems = new Problems();
    return new PipelineReader(environment, problems)
        .read(HoconFile.parse(text, "pipeline.conf", folder, problems));
  }

  static Pipeline read(Path file, List<String> overrides, Environment environment)
      throws PipelineException {
    Problems problems = new Problems();
    return new PipelineReader(environment, problems)
        .read(HoconFile.read(file, overrides, problems));
  }
}
