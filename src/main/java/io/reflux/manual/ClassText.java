package io.reflux.manual;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Javadoc of a class says, in Javadoc's own words.
 *
 * @param text all before the first tag
 * @param params what {@code @param} says of each component of the record, by the key that it is
 *     read from: {@code positive-weight} of {@code positiveWeight}
 */
record ClassText(String text, Map<String, String> params) {
  /** Nothing is said. */
  static final ClassText NONE = new ClassText("", Map.of());

  private static final Pattern PARAM = Pattern.compile("(?m)^@param\\s+(\\w+)\\s+([^@]*)");

  /** Of a class, its name standing for its settings; {@link #NONE} where its source isn't there. */
  static ClassText of(Class<?> described) {
    return Sources.of(described).flatMap(source -> in(source, described)).orElse(NONE);
  }

  private static Optional<ClassText> in(String source, Class<?> described) {
    Pattern declared =
        Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:[a-z]+ )*"
                + "(?:class|record|enum|interface) "
                + described.getSimpleName()
                + "\\b",
            Pattern.DOTALL);
    Matcher found = declared.matcher(source);
    return found.find() ? Optional.of(parsed(found.group(1))) : Optional.empty();
  }

  private static ClassText parsed(String comment) {
    String lines = comment.replaceAll("(?m)^\\s*\\* ?", "").strip();
    Map<String, String> params = new LinkedHashMap<>();
    Matcher param = PARAM.matcher(lines);
    while (param.find()) {
      params.put(key(param.group(1)), param.group(2).strip());
    }
    return new ClassText(lines.replaceFirst("(?ms)^@\\w.*", "").strip(), params);
  }

  private static String key(String component) {
    return component.replaceAll("(?<=[a-z])([A-Z0-9])", "-$1").toLowerCase(Locale.ROOT);
  }
}
