package io.reflux.cli;

import io.reflux.setting.Nearest;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say of a command that there isn't. */
final class CommandWord {
  private CommandWord() {}

  /** A sentence with the nearest commands; empty if the mistake is another one. */
  static Optional<String> misspelt(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (!(mistake instanceof UnmatchedArgumentException unmatched)
        || command.getSubcommands().isEmpty()
        || unmatched.getUnmatched().isEmpty()
        || unmatched.getUnmatched().get(0).startsWith("-")) {
      return Optional.empty();
    }
    String word = unmatched.getUnmatched().get(0);
    return Optional.of(
        command.getCommandSpec().qualifiedName()
            + ": "
            + word
            + " (expected: a command; "
            + Nearest.hint(word, command.getSubcommands().keySet())
            + ")");
  }
}
