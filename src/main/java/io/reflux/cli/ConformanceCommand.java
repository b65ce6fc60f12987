package io.reflux.cli;

import io.reflux.conformance.Conformance;
import io.reflux.conformance.Outcome;
import io.reflux.conformance.catalogue.Suites;
import io.reflux.engine.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reflux conformance [DIR]}. */
@Command(
    name = "conformance",
    description = {
      "Checks this installation: computes golden cases and compares, a line for each operation.",
      "Exits with 0 if all pass, with 3 if one fails."
    },
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "A folder of golden cases, or one kind of them; without one, those that came with this"
              + " program.")
  private @Nullable Path folder;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Where the cases run: cpu, gpu0, …; cpu unless said otherwise.",
      converter = ToDevice.class)
  private Device device = Device.CPU;

  @Override
  public Integer call() {
    Path cases = folder == null ? Installation.ofThisProcess().golden() : folder;
    if (!Files.isDirectory(cases)) {
      throw refusal(cases + " (expected: a folder of golden cases)");
    }
    PrintWriter out = spec.commandLine().getOut();
    Conformance conformance =
        new Conformance(
            device,
            Suites::of,
            line -> {
              out.println(line);
              out.flush();
            });
    try {
      Outcome outcome = conformance.run(cases);
      return outcome.success() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (IOException e) {
      throw refusal(Sentences.of(e));
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), "DIR: " + problem);
  }

  /** The name of a device that this machine has. */
  static final class ToDevice implements ITypeConverter<Device> {
    @Override
    public Device convert(String text) {
      return Device.parse(text)
          .filter(Device::isPresent)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      text + " (expected: a device of this machine: cpu, gpu0, …)"));
    }
  }
}
