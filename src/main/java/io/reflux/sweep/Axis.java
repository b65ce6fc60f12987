package io.reflux.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.reflux.chance.Draws;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.regex.Matcher;

/** A key of a pipeline file, and what it is to be in the trials of a sweep. */
sealed interface Axis permits ListedAxis, RangedAxis {
  /** The key, as an assignment of the command line has it. */
  String key();

  /** All values, as HOCON; none if there is no end of them. */
  List<String> values();

  /** One value, as HOCON, by chance. */
  String draw(Draws draws);

  /**
   * Reads {@code key=a,b,c} or {@code key=1e-4..1e-2}; whatever HOCON takes as a list's elements
   * are values.
   *
   * @throws InputException if it is neither
   */
  static Axis parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? "" : text.substring(0, equals).strip();
    String written = text.substring(equals + 1).strip();
    if (key.isEmpty() || written.isEmpty()) {
      throw wrong(text);
    }
    Matcher range = RangedAxis.WRITTEN.matcher(written);
    return range.matches() ? RangedAxis.of(key, range) : new ListedAxis(key, listed(text, written));
  }

  private static List<String> listed(String text, String written) {
    try {
      Config list = ConfigFactory.parseString("values = [" + written + "\n]");
      return list.getList("values").stream()
          .map(value -> value.render(ConfigRenderOptions.concise()))
          .toList();
    } catch (ConfigException e) {
      throw wrong(text);
    }
  }

  private static InputException wrong(String text) {
    return new InputException(
        "--over: " + text + " (expected: key=value,value,… or key=low..high, as lr=1e-4..1e-2)");
  }
}
