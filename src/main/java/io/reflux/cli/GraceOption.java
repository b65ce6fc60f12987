package io.reflux.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a run that is told to stop may take for its checkpoint. */
final class GraceOption {
  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "How long a run that a signal stops may take for a checkpoint, as 30s or 2m; "
              + "then the process leaves with the last one that there is. "
              + "By default what conf/application.conf says (reflux.grace).")
  private @Nullable Duration grace;

  /** What was said; empty if nothing was. */
  Optional<Duration> said() {
    return Optional.ofNullable(grace);
  }

  /** Reads a time. */
  static final class Time implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
      Matcher matcher = TIME.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(text + " (expected: a time, as 500ms, 30s, 2m or 1h)");
      }
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
    }
  }
}
