package io.reflux.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reflux man}. */
@Command(
    name = "man",
    description = "Prints the manual page, for man and groff.",
    mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ManualPage.of(Main.line().getCommandSpec()));
    return ExitCode.DONE;
  }
}
