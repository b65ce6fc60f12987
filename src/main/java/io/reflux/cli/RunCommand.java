package io.reflux.cli;

import static java.io.Writer.nullWriter;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TakenTasks;
import io.reflux.setting.ShellWord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux run FILE}. */
@Command(
    name = "run",
    description = {
      "Runs a pipeline file.",
      "Exits with 0 when it is done, 2 if the file or what it names is wrong, 3 if the run failed;"
          + " with 128 and the signal's number if one stopped it: SIGTERM, SIGINT and SIGHUP do,"
          + " with a checkpoint (a second one ends it at once); SIGUSR1 and SIGUSR2 write one, and"
          + " it goes on."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineOptions options = new PipelineOptions();
  @Mixin private GraceOption grace = new GraceOption();

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Where the run writes; runs/<name>, or the next free runs/<name>-2, …")
  private @Nullable Path directory;

  @Option(
      names = "--take-from",
      paramLabel = "DIR",
      description =
          "Another run: of the tasks that it has done, those that are the same here (settings,"
              + " seed, images, weights, version) are taken from it instead of being done again:"
              + " weights, checkpoints, lines of the tables, all put into this run's own"
              + " directory.")
  private List<Path> sources = new ArrayList<>();

  @Option(names = KeptRun.OPTION, description = KeptRun.HELP)
  private boolean keepAlive;

  @Override
  public Integer call() {
    Runs.reading(options.file(), spec.commandLine().getOut());
    PrintWriter err = spec.commandLine().getErr();
    // With a child, that tells what it is warned of.
    Warnings warnings = Warnings.toldTo(keepAlive ? new PrintWriter(nullWriter()) : err);
    Optional<Pipeline> pipeline;
    try (warnings) {
      pipeline = options.read(err);
    }
    if (pipeline.isEmpty()) {
      return ExitCode.BAD_INPUT;
    }
    Path place = free(pipeline.get().name());
    if (keepAlive) {
      List<String> further = directory == null ? List.of("--run-dir", place.toString()) : List.of();
      return new KeptRun(spec.commandLine(), place).run(further);
    }
    Runs.Manner manner =
        new Runs.Manner(grace, Allowance.NONE, taking(pipeline.get()), warnings.sentences());
    return Runs.run(pipeline.get(), place, manner, spec.commandLine().getOut());
  }

  private TakenTasks taking(Pipeline pipeline) {
    for (Path source : sources) {
      if (!isTaken(source)) {
        throw new ParameterException(
            spec.commandLine(),
            "--take-from: " + source + " has no pipeline.conf (expected: the folder of a run)");
      }
    }
    if (!sources.isEmpty() && !pipeline.seeds().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--take-from: a pipeline with seeds = " + pipeline.seeds() + " (expected: one seed)");
    }
    return new TakenTasks(
        sources.stream()
            .map(source -> new RunDirectory(source.toAbsolutePath().normalize()))
            .toList());
  }

  private Path free(String name) {
    if (directory != null) {
      if (isTaken(directory)) {
        throw new ParameterException(
            spec.commandLine(),
            "--run-dir: "
                + directory
                + " holds a run (expected: a new folder; to go on with that"
                + " run: reflux resume "
                + ShellWord.of(directory)
                + ")");
      }
      return directory;
    }
    Path first = Path.of("runs", name);
    Path free = first;
    for (int i = 2; isTaken(free); i++) {
      free = first.resolveSibling(name + "-" + i);
    }
    return free;
  }

  private static boolean isTaken(Path folder) {
    return new RunDirectory(folder).isBegun();
  }
}
