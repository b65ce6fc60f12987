package io.reflux.cli;

import io.reflux.conformance.Conformance;
import io.reflux.conformance.Outcome;
import io.reflux.engine.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reflux conformance DIR}. */
@Command(
    name = "conformance",
    description = {
      "Runs golden cases on this installation: a folder of them, or one kind of them.",
      "Exits with 0 if all pass, with 3 if one fails."
    },
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of golden cases.")
  private Path folder = Path.of("");

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Where the cases run: cpu, gpu0, …; cpu unless said otherwise.",
      converter = ToDevice.class)
  private Device device = Device.CPU;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(), "DIR: " + folder + " (expected: a folder of golden cases)");
    }
    PrintWriter out = spec.commandLine().getOut();
    Outcome outcome =
        new Conformance(
                device,
                line -> {
                  out.println(line);
                  out.flush();
                })
            .run(folder);
    return outcome.success() ? ExitCode.DONE : ExitCode.FAILED;
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
