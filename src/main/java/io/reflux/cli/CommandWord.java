package io.reflux.cli;

import io.reflux.setting.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say of a command that there isn't. */
final class CommandWord {
  /** What other programs call it. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("train", "run"),
          Map.entry("fit", "run"),
          Map.entry("start", "run"),
          Map.entry("distill", "run"),
          Map.entry("continue", "resume"),
          Map.entry("restart", "resume"),
          Map.entry("stop", "control"),
          Map.entry("status", "list"),
          Map.entry("ls", "list"),
          Map.entry("validate", "check"),
          Map.entry("verify", "check"),
          Map.entry("new", "init"),
          Map.entry("create", "init"),
          Map.entry("test", "evaluate"),
          Map.entry("predict", "embed"),
          Map.entry("infer", "embed"),
          Map.entry("query", "search"),
          Map.entry("tune", "sweep"),
          Map.entry("grid", "sweep"),
          Map.entry("registry", "models"));

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
            + hint(word, command.getSubcommands().keySet())
            + ")");
  }

  /** The nearest commands, by their own names or by those that other programs have for them. */
  private static String hint(String word, Set<String> commands) {
    Set<String> names = new LinkedHashSet<>(commands);
    ELSEWHERE.forEach(
        (theirs, ours) -> names.addAll(commands.contains(ours) ? Set.of(theirs) : Set.of()));
    List<String> near =
        Nearest.to(word, names).stream()
            .map(name -> commands.contains(name) ? name : ELSEWHERE.getOrDefault(name, name))
            .distinct()
            .toList();
    return near.isEmpty() ? Nearest.hint(word, commands) : "nearest: " + String.join(", ", near);
  }
}
