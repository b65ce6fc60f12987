package io.reflux.cli;

import io.reflux.engine.EarlyLoading;
import io.reflux.stage.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code reflux} and its subcommands. */
@Command(
    name = "reflux",
    description = "Trains image-embedding models by distillation and metric learning.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnExecutionException = ExitCode.FAILED)
public final class Main implements Runnable {
  /** Commands that work at runs, each with a log and a screen, which tell what is warned of. */
  private static final Set<String> LOGGING =
      Set.of("run", "resume", "sweep", "replay", "serve", "node");

  /** Commands that compute, or ask what they would compute on, whatever they are told to do. */
  private static final Set<String> COMPUTING =
      Set.of("run", "resume", "check", "embed", "evaluate", "index", "search");

  private static final Set<String> HELP = Set.of("-h", "--help");

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs a command and leaves with its exit code, also after an error of the machine. */
  public static void main(String[] words) {
    boolean helping = Arrays.stream(words).anyMatch(HELP::contains);
    ProcessExit.after(
        () -> {
          CommandLine line = new CommandLine(new Main());
          Commands.add(line, words);
          prepare(line);
          if (helping && Screens.isTerminal()) {
            line.setUsageHelpWidth(Screens.helpWidth());
          }
          ProcessLimits here = ProcessLimits.ofThisProcess();
          here.odd().ifPresent(line.getErr()::println);
          here.tooNarrow()
              .ifPresent(
                  sentence -> {
                    throw new UncheckedIOException(new IOException(sentence));
                  });
          if (words.length > 0 && COMPUTING.contains(words[0]) && !helping) {
            // Before two threads ask for it: the second would be given loggers that hold things
            // back.
            LoggerFactory.getILoggerFactory();
            EarlyLoading.begin();
          }
          int code = line.execute(words);
          line.getOut().flush();
          line.getErr().flush();
          return code;
        });
  }

  /** The command line with all commands, whole. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    Commands.add(line);
    prepare(line);
    return line;
  }

  private static void prepare(CommandLine line) {
    HelpExamples.add(line);
    line.setExecutionStrategy(Main::execute);
    line.setParameterExceptionHandler((mistake, words) -> tell(mistake));
    line.setExecutionExceptionHandler(
        (wrapped, command, words) -> {
          Throwable failure = Failures.cause(wrapped);
          PrintWriter err = command.getErr();
          err.println("reflux " + command.getCommandName() + ": " + Sentences.of(failure));
          Blame blame = Blame.of(failure);
          if (blame == Blame.PROGRAM) {
            err.println("This is a fault of Reflux itself. Please report it, with these lines:");
            failure.printStackTrace(err);
          }
          return blame.exitCode();
        });
  }

  /** What a command without a log of its own warns of is told in the end. */
  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped; // nothing was done that could be warned of
    }
    IExecutionStrategy last = new RunLast();
    if (parsed.hasSubcommand() && LOGGING.contains(parsed.subcommand().commandSpec().name())) {
      return last.execute(parsed);
    }
    Warnings warnings = Warnings.toldTo(parsed.commandSpec().commandLine().getErr());
    try (warnings) {
      return last.execute(parsed);
    }
  }

  /** What is wrong, in a sentence; who names no command is shown which there are. */
  private static int tell(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    Optional<String> misspelt = CommandWord.misspelt(mistake);
    err.println(misspelt.orElseGet(() -> inWords(mistake)));
    if (command.getParent() == null) {
      if (misspelt.isEmpty()) {
        command.usage(err);
      }
    } else if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("(" + command.getCommandSpec().qualifiedName() + " --help says more)");
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** The message, without the names of Java's types. */
  private static String inWords(ParameterException mistake) {
    return String.valueOf(mistake.getMessage())
        .replaceFirst("is not an? (long|int)$", "(expected: a whole number)")
        .replaceFirst("is not an? (double|float)$", "(expected: a number)");
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
