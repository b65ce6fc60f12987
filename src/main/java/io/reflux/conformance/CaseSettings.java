package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Map;
import java.util.function.Function;

/** Settings of a golden case, read as from a pipeline file. */
public final class CaseSettings {
  private CaseSettings() {}

  /** Reads settings; refuses wrong ones. */
  public static <T> T read(Map<String, Object> written, Function<Section, T> reader) {
    Problems problems = new Problems();
    T value =
        reader.apply(
            new Section(ConfigValueFactory.fromMap(written), Defaults.NONE, "params", problems));
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return value;
  }

  /** A parameter of a case as a plain value. */
  public static Object plain(JsonNode value) {
    return ConfigFactory.parseString("x = " + value).getAnyRef("x");
  }
}
