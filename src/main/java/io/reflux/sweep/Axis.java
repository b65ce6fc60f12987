package io.reflux.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.reflux.chance.Draws;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** The shortest ends of some keys by which they can be told apart, in their order. */
  static List<String> shortNames(List<String> keys) {
    return keys.stream().map(key -> shortName(key, keys)).toList();
  }

  private static String shortName(String key, List<String> keys) {
    String[] words = key.split(Pattern.quote("."), -1);
    String name = words[words.length - 1];
    for (int i = words.length - 2; i >= 0; i--) {
      String end = name;
      if (keys.stream().filter(other -> other.equals(end) || other.endsWith("." + end)).count()
          <= 1) {
        break;
      }
      name = words[i] + "." + name;
    }
    return name;
  }
}
