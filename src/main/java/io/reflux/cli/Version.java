package io.reflux.cli;

import io.reflux.engine.Device;
import io.reflux.engine.EngineVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/**
 * The version in the manifest of the jar ({@code development} outside of one), the commit it was
 * built from, and what computes.
 */
final class Version implements IVersionProvider {
  private static final int MOST_GPUS = 16;
  private static final String BUILD = "/build-id";

  /** Name and version. */
  static String words() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "reflux " + (version == null ? "development" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      words(),
      "build " + build(BUILD),
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

  /**
   * The commit that the build left in a resource; {@code unknown} if it left none, as outside of a
   * checkout.
   */
  static String build(String resource) {
    try (InputStream in = Version.class.getResourceAsStream(resource)) {
      String commit =
          in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return commit.isEmpty() ? "unknown" : commit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
