package io.reflux.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar; {@code development} outside of one. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "reflux " + (version == null ? "development" : version),
      "Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
