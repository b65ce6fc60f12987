package io.reflux.cli;

import io.reflux.rundir.RunDirectory;
import io.reflux.tracking.FlatSettings;
import io.reflux.tracking.JsonStream;
import io.reflux.tracking.Mlflow;
import io.reflux.tracking.RunFollower;
import io.reflux.tracking.Tracker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux track RUN_DIR --mlflow URL|--json}. */
@Command(
    name = "track",
    description = {
      "Tells a tracker what a run has measured: settings, losses, rates, evaluations.",
      "A process of its own that reads the run directory: a tracker that is down can't disturb the"
          + " run, and what was told isn't told again. Exits with 2 if there is no such run, with 3"
          + " if the tracker can't be reached or refuses."
    },
    mixinStandardHelpOptions = true)
final class TrackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "A run directory.")
  private Path run = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  /** Which tracker. */
  private static final class Where {
    @Option(
        names = "--mlflow",
        paramLabel = "URL",
        description =
            "An MLflow tracking server. MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and "
                + "MLFLOW_TRACKING_PASSWORD, name whom it lets in.")
    private @Nullable URI mlflow;

    @Option(
        names = "--json",
        description = "A JSON object a line, for whatever reads it from a pipe.")
    private boolean json;
  }

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "MLflow: the experiment, which is made if it isn't there. Default: reflux.")
  private String experiment = "reflux";

  @Option(
      names = "--follow",
      description = "Goes on telling until the run ends, and tries again where a tracker fails.")
  private boolean follow;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "One of so many steps is told; evaluations are told all. Default: 1.")
  private int every = 1;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "With --follow: how long between two looks. Default: 10.")
  private int interval = 10;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every < 1 || interval < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--every %d --interval %d (expected: >= 1 each)".formatted(every, interval));
    }
    List<RunFollower> followers = followers();
    String failure = "";
    while (true) {
      try {
        boolean more = false;
        for (RunFollower follower : followers) {
          more |= follower.tell();
        }
        if (!more || !follow) {
          return ExitCode.DONE;
        }
        failure = "";
      } catch (IOException e) {
        String told = String.valueOf(e.getMessage());
        if (!follow) {
          spec.commandLine().getErr().println(told);
          return ExitCode.FAILED;
        }
        if (!told.equals(failure)) {
          spec.commandLine().getErr().println(told + "; it is tried again");
        }
        failure = told;
      }
      Thread.sleep(1000L * interval);
    }
  }

  /** One for each seed of the run. */
  private List<RunFollower> followers() {
    RunDirectory whole = new RunDirectory(run);
    if (!whole.isBegun()) {
      throw new ParameterException(
          spec.commandLine(), run + ": no pipeline.conf (expected: a run directory)");
    }
    Tracker tracker = tracker();
    List<RunDirectory> runs = whole.seeds().isEmpty() ? List.of(whole) : whole.seeds();
    return runs.stream()
        .map(
            each ->
                new RunFollower(each, tracker, new RunFollower.What(every, FlatSettings.of(each))))
        .toList();
  }

  private Tracker tracker() {
    URI server = where.mlflow;
    return server == null || where.json
        ? new JsonStream(spec.commandLine().getOut())
        : new Mlflow(server, experiment, System.getenv(), Clock.systemUTC());
  }
}
