package io.reflux.cli;

import io.reflux.manual.CommandText;
import io.reflux.manual.Manual;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux docs [DIR]}. */
@Command(
    name = "docs",
    description = {
      "Writes the documentation as a folder of HTML that opens offline.",
      "Guides, every setting with its meaning, every method with when to use it, every command."
    },
    mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where it is written; reflux-docs unless said otherwise.")
  private Path folder = Path.of("reflux-docs");

  @Override
  public Integer call() throws IOException {
    if (!Manual.mayBeWritten(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR: " + folder + " (expected: an empty folder, or one that reflux docs has written)");
    }
    Path first = new Manual(Version.words(), commands(Main.line())).write(folder);
    spec.commandLine().getOut().println(first.toAbsolutePath().normalize());
    return ExitCode.DONE;
  }

  private static List<CommandText> commands(CommandLine program) {
    return texts("", program.getSubcommands()).toList();
  }

  private static Stream<CommandText> texts(String before, Map<String, CommandLine> commands) {
    return commands.entrySet().stream()
        .flatMap(
            each ->
                Stream.concat(
                    Stream.of(
                        new CommandText(
                            before + each.getKey(), each.getValue().getUsageMessage(Ansi.OFF))),
                    texts(before + each.getKey() + " ", each.getValue().getSubcommands())));
  }
}
