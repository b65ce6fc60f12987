package io.reflux.engine;

/** Which library computes. */
public final class EngineVersion {
  private EngineVersion() {}

  /** Its version, as {@code 2.7.1}. */
  public static String words() {
    return Libtorch.engine().getVersion();
  }
}
