package io.reflux.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux control URL|RUN_DIR COMMAND}. */
@Command(
    name = "control",
    description = {
      "Steers a run that goes on: pause, resume, checkpoint, evaluate, learning-rate, stop.",
      "Prints the run's answer. Exits with 0 when it is followed, 2 if the request is wrong or the"
          + " token is, 3 if the run refuses it or does not answer."
    },
    mixinStandardHelpOptions = true)
final class ControlCommand implements Callable<Integer> {
  private static final List<String> COMMANDS =
      List.of("pause", "resume", "checkpoint", "evaluate", "learning-rate", "stop");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "URL|RUN_DIR",
      description = "Where the run answers (its status.url), or the folder of the run.")
  private String target = "";

  @Parameters(
      index = "1",
      paramLabel = "COMMAND",
      description = "pause, resume, checkpoint, evaluate, learning-rate or stop.")
  private String command = "";

  @Option(
      names = "--factor",
      paramLabel = "N",
      description = "learning-rate: what the schedule's rate is multiplied by; 1 undoes it.")
  private @Nullable BigDecimal factor;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "stop: how long the run may take to end, as 30s.")
  private @Nullable String grace;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = {
        "Which of several tasks at work; without, all of them. learning-rate needs it then; stop is"
            + " of the whole run."
      })
  private @Nullable String task;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "A file with the run's token. Without: REFLUX_STATUS_TOKEN if it is set, or RUN_DIR's own."
      })
  private @Nullable Path tokenFile;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust in place of the machine's, for https.")
  private @Nullable Path certificates;

  @Override
  public Integer call() throws IOException {
    if (!COMMANDS.contains(command)) {
      throw new ParameterException(
          spec.commandLine(),
          "COMMAND: " + command + " (expected: one of " + String.join(", ", COMMANDS) + ")");
    }
    RemoteRun run = RemoteRun.of(target, Optional.ofNullable(tokenFile));
    RemoteRun.Answer answer =
        run.post("control/" + command, fields(), Optional.ofNullable(certificates));
    if (answer.isFollowed()) {
      spec.commandLine().getOut().println(answer.sentence());
      return ExitCode.DONE;
    }
    spec.commandLine().getErr().println(answer.sentence());
    return answer.isRequestsFault() ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (factor != null) {
      fields.put("factor", factor);
    }
    if (grace != null) {
      fields.put("grace", grace);
    }
    if (task != null) {
      fields.put("task", task);
    }
    return fields;
  }
}
