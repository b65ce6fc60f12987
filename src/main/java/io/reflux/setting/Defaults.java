package io.reflux.setting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;

/** The defaults of {@code reference.conf}: the one place where they are written. */
public final class Defaults {
  /** No defaults at all. */
  public static final ConfigObject NONE = ConfigFactory.empty().root();

  private static final Config REFERENCE =
      ConfigFactory.parseResources("reference.conf").resolve().getConfig("reflux");

  private Defaults() {}

  /**
   * The defaults under a path below {@code reflux}, as {@code objective.proxy-anchor}.
   *
   * @return the object there, empty if {@code reference.conf} has none
   */
  public static ConfigObject of(String path) {
    return REFERENCE.hasPath(path) ? REFERENCE.getObject(path) : NONE;
  }
}
