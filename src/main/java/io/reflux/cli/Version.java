package io.reflux.cli;

import io.reflux.engine.Device;
import io.reflux.engine.EngineVersion;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/**
 * The version in the manifest of the jar ({@code development} outside of one), and what computes.
 */
final class Version implements IVersionProvider {
  private static final int MOST_GPUS = 16;

  /** Name and version. */
  static String words() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "reflux " + (version == null ? "development" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      words(),
      "Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch"),
      "libtorch " + libtorch(),
      "devices cpu (" + Runtime.getRuntime().availableProcessors() + " processors)" + gpus()
    };
  }

  private static String libtorch() {
    try {
      return EngineVersion.words();
    } catch (RuntimeException e) {
      return "that can't be loaded: " + Sentences.of(e);
    }
  }

  private static String gpus() {
    String present =
        IntStream.range(0, MOST_GPUS)
            .mapToObj(number -> Device.parse("gpu" + number))
            .flatMap(Optional::stream)
            .takeWhile(Device::isPresent)
            .map(device -> ", " + device)
            .collect(Collectors.joining());
    return Stream.of(present)
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElseGet(
            () ->
                Device.parse("gpu0")
                    .flatMap(Device::missing)
                    .map(why -> "; no GPU: " + why)
                    .orElse(""));
  }
}
