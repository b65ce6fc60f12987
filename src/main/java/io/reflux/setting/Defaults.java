package io.reflux.setting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Set;

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

  /** The names that have defaults under a path, as those of all objectives. */
  public static Set<String> known(String path) {
    return of(path).keySet();
  }
}
