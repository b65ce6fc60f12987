package io.reflux.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.keep.ChildCommand;
import io.reflux.queue.QueueServer;
import io.reflux.queue.QueueSettings;
import io.reflux.run.ProcessSignals;
import io.reflux.setting.Amount;
import io.reflux.sweep.SharedTask;
import io.reflux.sweep.Sweep;
import io.reflux.sweep.SweepFolder;
import io.reflux.sweep.SweepPlan;
import io.reflux.sweep.SweepRefusedException;
import io.reflux.sweep.SweepRequest;
import io.reflux.sweep.TrialPlaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

/** {@code reflux sweep FILE}. */
@Command(
    name = "sweep",
    description = {
      "Runs a pipeline file with every combination of some keys' values, or with some by chance.",
      "Each trial is checked before the first begins, and has a run directory of its own below"
          + " DIR/trials, that every other command takes. Killed or stopped, --resume DIR, or the"
          + " same command again, goes on. A trial that fails ends no other. Exits with 0 when all"
          + " are done, 2 if something is wrong, 3 if a trial failed."
    },
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The pipeline file.")
  private @Nullable Path file;

  @Option(
      names = "--over",
      paramLabel = "KEY=VALUES",
      description =
          "A key, as of -D, and its values: tasks.model.train.optimizer.lr=1e-3,3e-3; with --random"
              + " also a range: lr=1e-4..1e-2 (equal ratios are equally likely where both ends are"
              + " > 0; \"0.1..0.5 uniform\" equal differences), whole numbers if both ends are.")
  private List<String> over = new ArrayList<>();

  @Option(names = "--random", description = "Some combinations by chance: as many as --trials.")
  private boolean random;

  @Option(names = "--trials", paramLabel = "N", description = "With --random: how many.")
  private @Nullable Integer trials;

  @Option(names = "--seed", paramLabel = "S", description = "Of that chance; 0 if absent.")
  private @Nullable Long seed;

  @Option(
      names = "--halving",
      paramLabel = "N",
      description =
          "Successive halving: after a part of the epochs only one of N trials goes on, the best by"
              + " --metric, from its checkpoint; after N times as many again one of N of these,"
              + " ...")
  private @Nullable Integer halving;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Sets a key of the file in all trials.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--sweep-dir",
      paramLabel = "DIR",
      description = "Where the sweep writes; sweeps/<name of FILE> unless said otherwise.")
  private @Nullable Path directory;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Goes on with a sweep; trials that failed are tried again.")
  private @Nullable Path resumed;

  @Option(
      names = "--max-trials-at-once",
      paramLabel = "N",
      description =
          "So many trials at once; 1 if absent, or one on each of --devices. On a GPU no more than"
              + " reflux.queue.runs-per-device of conf/application.conf; on the processor no more"
              + " than it has cores.")
  private @Nullable Integer atOnce;

  @Option(
      names = "--devices",
      paramLabel = "GPU",
      split = ",",
      converter = ToDevice.class,
      description =
          "GPUs that trials are spread over, as gpu0,gpu1,gpu2,gpu3: one whose file says gpu0 "
              + "takes any that is free, one that says gpu0 and gpu1 any two.")
  private List<Device> devices = new ArrayList<>();

  @Mixin private SweepOutcome outcome = new SweepOutcome();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      refuseWhatContradicts();
      Sweep.Machine machine = machine();
      Sweep sweep = sweep();
      CountDownLatch told = new CountDownLatch(1);
      try (ProcessSignals signals = new ProcessSignals()) {
        signals.on(List.of("TERM", "INT", "HUP"), heard -> told.countDown());
        sweep.run(machine, told, this::say);
      }
      return outcome.print(sweep, folder(), told.getCount() == 0, spec.commandLine().getOut());
    } catch (SweepRefusedException e) {
      PrintWriter err = spec.commandLine().getErr();
      e.problems().forEach(err::println);
      err.println(e.getMessage());
      return ExitCode.BAD_INPUT;
    }
  }

  private void refuseWhatContradicts() {
    refuse(
        (file == null) == (resumed == null),
        "sweep: " + (file == null ? "no FILE" : "FILE and --resume") + " (expected: one of them)");
    refuse(
        resumed != null
            && (random || trials != null || seed != null || halving != null || directory != null),
        "--resume: with options of a new sweep (expected: DIR alone, as its sweep.json has them)");
    refuse(
        resumed != null && !(over.isEmpty() && assignments.isEmpty()),
        "--resume: with --over or -D (expected: DIR alone, as its sweep.json has them)");
    refuse(random != (trials != null), "--random, --trials: one of them (expected: both, or none)");
    refuse(trials != null && trials < 1, "--trials: " + trials + " (expected: >= 1)");
    refuse(seed != null && !random, "--seed: " + seed + " (expected: with --random)");
    refuse(halving != null && halving < 2, "--halving: " + halving + " (expected: >= 2)");
    refuse(atOnce != null && atOnce < 1, "--max-trials-at-once: " + atOnce + " (expected: >= 1)");
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private SweepFolder folder() {
    if (resumed != null) {
      return new SweepFolder(resumed);
    }
    if (directory != null) {
      return new SweepFolder(directory);
    }
    String name = String.valueOf(given().getFileName()).replaceFirst("\\.[^.]*$", "");
    return new SweepFolder(Path.of("sweeps", name));
  }

  private Path given() {
    return Optional.ofNullable(file).orElseThrow().toAbsolutePath().normalize();
  }

  private Sweep sweep() throws IOException {
    SweepFolder folder = folder();
    if (resumed != null) {
      return Sweep.goOn(folder, outcome.judged());
    }
    SweepRequest request =
        new SweepRequest(
            given().toString(),
            assignments,
            over,
            trials == null ? 0 : trials,
            seed == null ? 0 : seed,
            halving == null ? 0 : halving);
    if (!folder.isBegun()) {
      say("every trial is checked");
      Sweep begun = Sweep.begin(folder, request, outcome.judged());
      say(Amount.of(begun.plan().trials().size(), "trial") + " in " + folder.trials());
      for (SharedTask task : begun.plan().shared()) {
        long trials = begun.plan().trialsOf(task);
        say(task.task() + " is the same in " + trials + " trials: " + task.name() + " trains it");
      }
      return begun;
    }
    SweepPlan before = folder.read();
    refuse(
        !before.request().equals(request),
        "--sweep-dir: "
            + folder.root()
            + " holds another sweep (expected: the same FILE and options, another DIR, or reflux"
            + " sweep --resume DIR)");
    return Sweep.goOn(folder, outcome.judged());
  }

  /** Reads a device by its name. */
  static final class ToDevice implements ITypeConverter<Device> {
    @Override
    public Device convert(String word) {
      return Device.parse(word)
          .orElseThrow(() -> new TypeConversionException(word + " (expected: a GPU, as gpu0)"));
    }
  }

  private Sweep.Machine machine() {
    Config application = ConfigFactory.load();
    return new Sweep.Machine(
        QueueSettings.of(application),
        new TrialPlaces(atOnce == null ? OptionalInt.empty() : OptionalInt.of(atOnce), devices),
        new QueueServer.Address("127.0.0.1", 0, Optional.empty()),
        ChildCommand.likeThis(Main.class.getName()));
  }

  /** With JSON, what goes on is no part of it. */
  private void say(String sentence) {
    PrintWriter to = outcome.isJson() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.println(sentence);
    to.flush();
  }
}
