package io.reflux.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands. To find out all that each of them takes costs a quarter of a second, so a
 * process asks only those that it may run; of the others it knows what a list of commands tells.
 */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          InitCommand.class,
          RunCommand.class,
          ResumeCommand.class,
          SweepCommand.class,
          ReplayCommand.class,
          ControlCommand.class,
          TrackCommand.class,
          ServeCommand.class,
          QueueCommand.class,
          NodeCommand.class,
          CheckCommand.class,
          ExportCommand.class,
          ModelsCommand.class,
          EmbedCommand.class,
          EvaluateCommand.class,
          IndexCommand.class,
          SearchCommand.class,
          ConformanceCommand.class,
          ListCommand.class,
          ReportCommand.class,
          BenchCommand.class,
          DatasetsCommand.class,
          DataCommand.class,
          PrepareCommand.class,
          CacheCommand.class,
          SbomCommand.class,
          DocsCommand.class,
          CompletionCommand.class,
          ManCommand.class);

  /** Picocli reads words from a file that is named so. */
  private static final String WORDS_IN_A_FILE = "@";

  private Commands() {}

  /** Adds all of them, whole. */
  static void add(CommandLine program) {
    ALL.forEach(each -> program.addSubcommand(new CommandLine(each)));
  }

  /** Adds all of them, but whole only those that are among these words. */
  static void add(CommandLine program, String... words) {
    if (Arrays.stream(words).anyMatch(word -> word.startsWith(WORDS_IN_A_FILE))) {
      add(program);
      return;
    }
    Set<String> said = Set.copyOf(Arrays.asList(words.clone()));
    for (Class<?> each : ALL) {
      Command told = each.getAnnotation(Command.class);
      if (said.contains(told.name())) {
        program.addSubcommand(new CommandLine(each));
      } else {
        program.addSubcommand(told.name(), outline(told));
      }
    }
  }

  private static CommandSpec outline(Command told) {
    CommandSpec spec = CommandSpec.create().name(told.name());
    spec.usageMessage().description(told.description());
    return spec;
  }
}
