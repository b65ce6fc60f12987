package io.reflux.cli;

import com.typesafe.config.ConfigFactory;
import io.reflux.keep.ChildCommand;
import io.reflux.keep.KeepAlive;
import io.reflux.keep.KeepAliveSettings;
import io.reflux.run.ProcessSignals;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A run in a child process that is kept alive; the child has the terminal. */
final class KeptRun {
  static final String OPTION = "--keep-alive";

  static final String HELP =
      "Runs in a child process, and goes on from the last checkpoint when that dies"
          + " (reflux.keep-alive in conf/application.conf says how often).";

  private final Path folder;
  private final List<String> words;
  private final PrintWriter out;

  /**
   * A run that has not begun.
   *
   * @param command the command that was given: the child is given the same, but for one option
   * @param folder the run directory
   */
  KeptRun(CommandLine command, Path folder) {
    this.folder = folder;
    words =
        command.getCommandSpec().root().commandLine().getParseResult().originalArgs().stream()
            .filter(word -> !word.equals(OPTION))
            .toList();
    out = command.getOut();
  }

  /**
   * Runs to the end.
   *
   * @param further words that the first child is given too
   * @return the exit code of the last child
   */
  int run(List<String> further) {
    Path root = folder.toAbsolutePath().normalize();
    ChildCommand child = ChildCommand.likeThis(Main.class.getName());
    KeepAlive.Plan plan =
        new KeepAlive.Plan(
            new RunDirectory(root),
            child.with(Stream.concat(words.stream(), further.stream()).toList()),
            child.with(List.of("resume", root.toString())));
    try (ProcessSignals signals = new ProcessSignals()) {
      return new KeepAlive(plan, KeepAliveSettings.of(ConfigFactory.load()), this::say)
          .hearing(signals, Screens.isTerminal())
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("no process can be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private void say(String sentence) {
    out.println(sentence);
    out.flush();
  }
}
