package io.reflux.setting;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a value was written, and how a message shows it. */
final class Place {
  private static final int SHOWN = 80;

  /** An object that several places wrote: the first of them counts, it overrides the others. */
  private static final Pattern MERGED = Pattern.compile("merge of (.*?): (\\d+)(-\\d+)?(,.*)?");

  private Place() {}

  /** File and line, as {@code quickstart.conf:12}; as much of that as is known. */
  static String of(ConfigValue value) {
    return of(value.origin());
  }

  /** File and line of an origin. */
  static String of(@Nullable ConfigOrigin origin) {
    if (origin == null) {
      return "";
    }
    Matcher merged = MERGED.matcher(origin.description());
    if (merged.matches()) {
      String first = merged.group(1);
      return first.startsWith("-D") ? first : Path.of(first).getFileName() + ":" + merged.group(2);
    }
    String file = fileOf(origin);
    return file.isEmpty() || file.startsWith("-D") || origin.lineNumber() < 0
        ? file
        : file + ":" + origin.lineNumber();
  }

  /** The line of a value; -1 if unknown. */
  static int line(@Nullable ConfigValue value) {
    return value == null ? -1 : value.origin().lineNumber();
  }

  /** The value as HOCON, cut to a readable length. */
  static String render(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    return text.length() > SHOWN ? text.substring(0, SHOWN - 3) + "…" : text;
  }

  /** False for a substitution such as {@code ${sides}} that nothing defines. */
  static boolean isResolved(ConfigValue value) {
    try {
      if (value instanceof ConfigObject object) {
        object.get("");
      }
      if (value instanceof ConfigList list) {
        return list.stream().allMatch(Place::isResolved);
      }
      return value.valueType() != null;
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private static String fileOf(ConfigOrigin origin) {
    if (origin.filename() != null) {
      return String.valueOf(Path.of(origin.filename()).getFileName());
    }
    if (origin.resource() != null) {
      return origin.resource();
    }
    String description = origin.description();
    String line = ": " + origin.lineNumber();
    return description.endsWith(line)
        ? description.substring(0, description.length() - line.length())
        : description;
  }
}
