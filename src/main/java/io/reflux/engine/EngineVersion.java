package io.reflux.engine;

import ai.djl.engine.Engine;

/** Which library computes. */
public final class EngineVersion {
  private EngineVersion() {}

  /** Its version, as {@code 2.7.1}. */
  public static String words() {
    return Engine.getEngine("PyTorch").getVersion();
  }
}
