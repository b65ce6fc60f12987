package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.ElementType;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problem;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import org.junit.jupiter.api.Test;

class CacheSettingsTest {
  private final Problems problems = new Problems();

  @Test
  void defaultsComeFromReferenceConf() {
    assertThat(read(""))
        .isEqualTo(new CacheSettings(CacheMode.OFF, 8, ElementType.FLOAT32, "features", 256 << 20));
    assertThat(problems.none()).isTrue();
  }

  @Test
  void readsEveryKey() {
    assertThat(
            read(
                "mode = replay, period = 3, element-type = int8, directory = /data/f,"
                    + " shard-size = 1 MiB"))
        .isEqualTo(new CacheSettings(CacheMode.REPLAY, 3, ElementType.INT8, "/data/f", 1 << 20));
    assertThat(problems.none()).isTrue();
  }

  @Test
  void everyMistakeIsTold() {
    read("mode = replya, period = 0, element-type = float8, shard-size = 1 KiB, perod = 2");
    assertThat(problems.all())
        .extracting(Problem::path)
        .containsExactly(
            "cache.mode", "cache.period", "cache.element-type", "cache.shard-size", "cache.perod");
    assertThat(problems.all().get(0).expected()).contains("replay");
  }

  private CacheSettings read(String text) {
    return CacheSettings.read(
        new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "cache", problems));
  }
}
