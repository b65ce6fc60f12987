package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.ChangeKind;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.Rewind;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunLock;
import io.reflux.rundir.TakenTasks;
import io.reflux.setting.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reflux resume RUN_DIR}. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that was stopped or killed, from its last checkpoint.",
      "What the run began with is compared with what there is now: exits with 2, and a list, if"
          + " that "
          + "has changed and nobody allows it."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The folder of the run.")
  private Path folder = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "Goes on from an older checkpoint that the run still has; "
              + "what came after it is put into the run's folder set-aside.")
  private @Nullable Long from;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "With --from: the task; the last one that has checkpoints if absent.")
  private String task = "";

  @Mixin private GraceOption grace = new GraceOption();

  @Option(names = KeptRun.OPTION, description = KeptRun.HELP)
  private boolean keepAlive;

  @Option(
      names = "--allow",
      paramLabel = "KIND",
      split = ",",
      converter = ToKind.class,
      description =
          "Goes on though something has changed: images, weights, pipeline, tables (metrics.csv, "
              + "evaluations.csv), needs (a task goes on with which others were made, which stay),"
              + " version; "
              + "it is written into the run's journal.jsonl.")
  private Set<ChangeKind> allowed = new LinkedHashSet<>();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "Sets a key of the run's pipeline.conf from here on, "
              + "as -D data.root=/where/the/images/are/now. Relative paths begin here. "
              + "--keys lists the keys that may be set; of a task that has not begun, any.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--from-scratch",
      description =
          "Lets a task begin again of whose checkpoints not one is whole; "
              + "what there is of it is put into the run's folder set-aside.")
  private boolean fromScratch;

  @Option(
      names = "--keys",
      help = true,
      description = "Lists the keys that may be other ones when a run goes on, and leaves.")
  private boolean keys;

  @Override
  public Integer call() throws IOException {
    if (keys) {
      spec.commandLine().getOut().print(KeyList.text());
      return ExitCode.DONE;
    }
    RunDirectory run = new RunDirectory(folder);
    if (!run.isBegun()) {
      throw new ParameterException(
          spec.commandLine(),
          "RUN_DIR: " + folder + " has no pipeline.conf (expected: the folder of a run)");
    }
    if (keepAlive) {
      return new KeptRun(spec.commandLine(), folder).run(List.of());
    }
    Runs.reading(run.pipeline(), spec.commandLine().getOut());
    Warnings warnings = Warnings.toldTo(spec.commandLine().getErr());
    try {
      Pipeline pipeline = read(run.pipeline(), warnings);
      if (from != null) {
        rewind(run, pipeline, from);
      }
      Runs.Manner manner =
          new Runs.Manner(
              grace,
              new Allowance(allowed, assignments, fromScratch),
              TakenTasks.NONE,
              warnings.sentences());
      return Runs.run(pipeline, folder, manner, spec.commandLine().getOut());
    } catch (PipelineException e) {
      PipelineOptions.print(e, spec.commandLine().getErr());
      hint(e).ifPresent(spec.commandLine().getErr()::println);
      return ExitCode.BAD_INPUT;
    }
  }

  private Pipeline read(Path file, Warnings warnings) throws IOException, PipelineException {
    SlowReading watch = SlowReading.of(file, spec.commandLine().getErr());
    try (warnings) {
      return Pipeline.parse(Files.readString(file), assignments);
    } finally {
      watch.over();
    }
  }

  private void rewind(RunDirectory run, Pipeline pipeline, long step) throws IOException {
    if (!pipeline.seeds().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from: " + step + " (expected: a run with one seed, as " + folder + "/seed-0)");
    }
    RunLock lock = RunLock.take(run);
    try (lock;
        RunJournal journal = RunJournal.open(run, InstantSource.system())) {
      Rewind rewind = new Rewind(run, pipeline);
      String of = rewind.taskOf(task);
      List<String> done = rewind.to(of, step);
      done.forEach(spec.commandLine().getOut()::println);
      journal.write(JournalEntry.of("rewound", "--from " + step).at(of, step).telling(done));
    }
  }

  /** What to do if the data is not where it was; empty if something else is wrong too. */
  private Optional<String> hint(PipelineException refused) {
    boolean moved =
        refused.problems().stream().allMatch(each -> each.toString().contains(" data.root: "));
    return moved
        ? Optional.of(
            "If the data lies elsewhere now: reflux resume "
                + ShellWord.of(folder)
                + " -D data.root=/its/place")
        : Optional.empty();
  }

  /** Reads a kind of change by its word. */
  static final class ToKind implements ITypeConverter<ChangeKind> {
    @Override
    public ChangeKind convert(String word) {
      return Stream.of(ChangeKind.values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      word + " (expected: images, weights, pipeline, needs, tables or version)"));
    }
  }
}
