package io.reflux.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this program lies.
 *
 * @param home the folder that the launcher lies in, {@code bin}, {@code lib} and all; empty in a
 *     checkout
 */
record Installation(Optional<Path> home) {
  /** The system property by which the launcher tells. */
  static final String HOME = "reflux.home";

  /** The installation that this process was started from. */
  static Installation ofThisProcess() {
    return new Installation(Optional.ofNullable(System.getProperty(HOME)).map(Path::of));
  }

  /** The golden cases that ship. */
  Path golden() {
    return home.map(folder -> folder.resolve("golden")).orElse(Path.of("src", "golden"));
  }

  /** The bill of materials that ships. */
  Path sbom() {
    return home.orElse(Path.of("target", "reflux")).resolve("sbom.json");
  }
}
