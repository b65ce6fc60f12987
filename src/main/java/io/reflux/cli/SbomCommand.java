package io.reflux.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reflux sbom}. */
@Command(
    name = "sbom",
    description = {
      "Lists the libraries of this installation, by the bill of materials beside them"
          + " (sbom.json, CycloneDX).",
      "With --check, exits with 3 if one of them has a vulnerability that a file names."
    },
    mixinStandardHelpOptions = true)
final class SbomCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Known vulnerabilities, as JSON in the format of OSV.")
  private @Nullable Path list;

  @Option(
      names = "--sbom",
      paramLabel = "FILE",
      description = "Another bill of materials than this installation's.")
  private @Nullable Path other;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Sbom sbom = Sbom.read(other == null ? Installation.ofThisProcess().sbom() : other);
    if (list == null) {
      sbom.libraries().forEach(each -> out.println(each.name() + " " + each.version()));
      return ExitCode.DONE;
    }
    Advisories advisories = Advisories.read(list);
    List<String> found =
        sbom.libraries().stream().flatMap(each -> advisories.of(each).stream()).toList();
    found.forEach(out::println);
    out.printf(
        "%d of %d known vulnerabilities, in %d libraries%n",
        found.size(), advisories.size(), sbom.libraries().size());
    return found.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
