package io.reflux.setting;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns single values of a file into Java's; a value of another kind is an exception. */
final class ScalarReader {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,18})\\s*(epochs?|steps?)");

  private ScalarReader() {}

  static double number(ConfigValue value, Range range) {
    double number = value.atKey("x").getDouble("x");
    return range.allows().test(number) ? number : fail();
  }

  /** False for a value that no range would make right; true also for one that isn't there. */
  static boolean isNumber(@Nullable ConfigValue value) {
    try {
      return value == null || Double.isFinite(value.atKey("x").getDouble("x"));
    } catch (ConfigException e) {
      return false;
    }
  }

  static long whole(ConfigValue value, Range range) {
    double number = value.atKey("x").getDouble("x");
    boolean whole = number == Math.rint(number) && Math.abs(number) < 0x1p63;
    return whole && range.allows().test(number) ? value.atKey("x").getLong("x") : fail();
  }

  static boolean flag(ConfigValue value) {
    return value.valueType() == ConfigValueType.BOOLEAN ? (Boolean) value.unwrapped() : fail();
  }

  static String text(ConfigValue value) {
    boolean scalar =
        value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
    String text = scalar ? String.valueOf(value.unwrapped()) : "";
    return text.isBlank() ? fail() : text;
  }

  /** A path, as it is written; {@code ~} is a shell's word, and would be a folder of that name. */
  static Path path(ConfigValue value) {
    try {
      Path path = Path.of(text(value));
      return path.startsWith("~") ? fail() : path;
    } catch (InvalidPathException e) {
      return fail();
    }
  }

  static Duration duration(ConfigValue value) {
    Duration duration = value.atKey("x").getDuration("x");
    return duration.isNegative() ? fail() : duration;
  }

  static long bytes(ConfigValue value, Range range) {
    long bytes = value.atKey("x").getBytes("x");
    return range.allows().test((double) bytes) ? bytes : fail();
  }

  static Span span(ConfigValue value) {
    Matcher matcher = SPAN.matcher(text(value).strip());
    if (!matcher.matches()) {
      return fail();
    }
    long count = Long.parseLong(matcher.group(1));
    return matcher.group(2).startsWith("epoch") ? Span.epochs(count) : Span.steps(count);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  static <T> T fail() {
    throw new InputException("not what was expected");
  }
}
