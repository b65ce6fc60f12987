package io.reflux.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A program's manual page in troff's {@code man} macros, from what its commands say of themselves.
 */
final class ManualPage {
  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /** The page of a program with all of its commands. */
  static String of(CommandSpec program) {
    ManualPage manual = new ManualPage();
    String name = program.name();
    manual.line(".TH " + name.toUpperCase(Locale.ROOT) + " 1");
    manual.section("NAME");
    manual.line(name + " \\- " + text(program.usageMessage().description()));
    manual.section("SYNOPSIS");
    manual.line(".B " + name);
    manual.line("\\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
    manual.section("COMMANDS");
    program.subcommands().values().forEach(command -> manual.command(command));
    manual.section("EXIT STATUS");
    manual.line("0 done, 2 wrong usage or input, 3 failed, 129, 130, 143 stopped by a signal.");
    return manual.page.toString();
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    line(".SS " + spec.qualifiedName() + operands(spec));
    line(text(spec.usageMessage().description()));
    spec.positionalParameters().forEach(this::operand);
    spec.options().stream().filter(option -> !option.hidden()).forEach(this::option);
    for (String example : spec.usageMessage().footer()) {
      line(".PP");
      line("\\fB" + escaped(example.strip()) + "\\fR");
    }
    spec.subcommands().values().forEach(this::command);
  }

  private static String operands(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(operand -> " " + escaped(operand.paramLabel()))
        .collect(Collectors.joining());
  }

  private void operand(PositionalParamSpec operand) {
    line(".TP");
    line("\\fI" + escaped(operand.paramLabel()) + "\\fR");
    line(text(operand.description()));
  }

  private void option(OptionSpec option) {
    line(".TP");
    line(
        Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "))
            + value(option));
    line(text(option.description()));
  }

  private static String value(ArgSpec option) {
    return option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String text(String... lines) {
    return escaped(String.join(" ", lines));
  }

  /** Backslashes and hyphens mean something to troff, and so does a dot at a line's beginning. */
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
