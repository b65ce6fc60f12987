package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;

/** Network settings from a line of HOCON. */
final class Settings {
  private Settings() {}

  static NetworkSettings read(String hocon) {
    Problems problems = new Problems();
    NetworkSettings settings =
        NetworkSettings.read(
            new Section(
                ConfigFactory.parseString(hocon).root(), Defaults.NONE, "network", problems));
    assertThat(problems.all()).isEmpty();
    return settings;
  }
}
