package io.reflux.setting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a pipeline file, read key by key.
 *
 * <p>A key is looked up in the file, then in the defaults of {@code reference.conf}. A wrong or
 * missing value is noted in the {@link Problems} shared by the whole file, and a stand-in is
 * answered so that reading goes on. {@link #finish()} notes every key that nobody asked for.
 */
public final class Section {
  private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*(epochs?|steps?)");

  private final ConfigObject written;
  private final ConfigObject defaults;
  private final String path;
  private final Problems problems;
  private final Set<String> asked;

  /**
   * A section to read.
   *
   * @param written what the file says
   * @param defaults what holds where the file is silent
   * @param path the section's path in the file; empty for the whole file
   * @param problems where mistakes are noted
   */
  public Section(ConfigObject written, ConfigObject defaults, String path, Problems problems) {
    this(written, defaults, path, problems, new LinkedHashSet<>());
  }

  private Section(
      ConfigObject written,
      ConfigObject defaults,
      String path,
      Problems problems,
      Set<String> asked) {
    this.written = written;
    this.defaults = defaults;
    this.path = path;
    this.problems = problems;
    this.asked = asked;
  }

  /** The section's path in the file. */
  public String path() {
    return path;
  }

  /** The same section with other defaults; what either of the two is asked counts for both. */
  public Section withDefaults(ConfigObject other) {
    return new Section(written, other, path, problems, asked);
  }

  /** True if the file or the defaults say something under this key. */
  public boolean has(String key) {
    asked.add(key);
    return lookup(key) != null;
  }

  /** True if the file itself, not only the defaults, says something under this key. */
  public boolean isWritten(String key) {
    asked.add(key);
    return written.containsKey(key);
  }

  /** The keys that the file itself writes here, in no particular order. */
  public Set<String> writtenKeys() {
    return Set.copyOf(written.keySet());
  }

  /** A number within a range. */
  public double number(String key, Range range) {
    return read(key, range.expected(), Double.NaN, v -> asNumber(v, range));
  }

  /** A whole number within a range. */
  public int whole(String key, Range range) {
    return read(key, "a whole number " + range.expected(), 1, v -> asWhole(v, range).intValue());
  }

  /** A whole number of 64 bits within a range. */
  public long wholeLong(String key, Range range) {
    return read(key, "a whole number " + range.expected(), 1L, v -> asWhole(v, range));
  }

  /** True or false. */
  public boolean flag(String key) {
    return read(
        key,
        "true or false",
        false,
        v -> v.valueType() == ConfigValueType.BOOLEAN ? (Boolean) v.unwrapped() : fail());
  }

  /** A text that is not empty. */
  public String text(String key) {
    return read(key, "a text", "", Section::asText);
  }

  /** One of several names. */
  public <E> E oneOf(String key, Map<String, E> choices) {
    String expected = "one of " + String.join(", ", choices.keySet());
    E standIn = choices.values().iterator().next();
    ConfigValue value = required(key, expected);
    if (value == null) {
      return standIn;
    }
    E choice = value.unwrapped() instanceof String name ? choices.get(name) : null;
    if (choice != null) {
      return choice;
    }
    List<String> near = Nearest.to(String.valueOf(value.unwrapped()), choices.keySet());
    note(
        key, value, near.isEmpty() ? expected : expected + "; nearest: " + String.join(", ", near));
    return standIn;
  }

  /** A duration, as {@code 30s}. */
  public Duration duration(String key) {
    return read(
        key, "a duration such as 30s", Duration.ofSeconds(1), v -> v.atKey("x").getDuration("x"));
  }

  /** A size in bytes, as {@code 256 MiB}. */
  public long bytes(String key) {
    return read(key, "a size such as 256 MiB", 1L, v -> v.atKey("x").getBytes("x"));
  }

  /** A span, as {@code 3 epochs} or {@code 100 steps}. */
  public Span span(String key) {
    return read(
        key, "a span such as 3 epochs or 100 steps", Span.epochs(1), v -> asSpan(asText(v)));
  }

  /** A list of numbers within a range. */
  public List<Double> numbers(String key, Range range) {
    return list(key, "a list of numbers " + range.expected(), v -> asNumber(v, range));
  }

  /** A list of whole numbers within a range. */
  public List<Integer> wholes(String key, Range range) {
    return list(
        key,
        "a list of whole numbers " + range.expected(),
        v -> Math.toIntExact(asWhole(v, range)));
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return list(key, "a list of texts", Section::asText);
  }

  /** An object inside this one; an empty one, with a problem noted, if it is not an object. */
  public Section section(String key) {
    ConfigValue value = required(key, "an object { … }");
    return inside(key, value);
  }

  /** An object inside this one, or empty if neither file nor defaults have it. */
  public Optional<Section> sectionIfPresent(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The named objects of an object, in the order in which the file wrote them. */
  public Map<String, Section> named(String key) {
    ConfigValue value = required(key, "an object of named objects { a { … }, b { … } }");
    Map<String, Section> sections = new LinkedHashMap<>();
    if (value instanceof ConfigObject object) {
      List<String> names = new ArrayList<>(object.keySet());
      names.sort(
          java.util.Comparator.<String>comparingInt(n -> lineOf(object.get(n)))
              .thenComparing(n -> n));
      for (String name : names) {
        ConfigValue each = object.get(name);
        if (each != null) {
          sections.put(name, at(each, path(key) + "." + name));
        }
      }
    } else if (value != null) {
      note(key, value, "an object of named objects { a { … }, b { … } }");
    }
    return sections;
  }

  /** The objects of a list. */
  public List<Section> sections(String key) {
    ConfigValue value = required(key, "a list of objects [ { … } ]");
    List<Section> sections = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (int i = 0; i < list.size(); i++) {
        sections.add(at(list.get(i), path(key) + "[" + i + "]"));
      }
    } else if (value != null) {
      note(key, value, "a list of objects [ { … } ]");
    }
    return sections;
  }

  /** Notes that the value under a key is wrong for a reason that only the caller knows. */
  public void refuse(String key, String expected) {
    asked.add(key);
    note(key, lookup(key), expected);
  }

  /** Notes every key that the file writes here and nobody asked for. */
  public void finish() {
    for (Map.Entry<String, ConfigValue> entry : written.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        List<String> near = Nearest.to(entry.getKey(), asked);
        String expected =
            near.isEmpty()
                ? "no such key; known here: " + String.join(", ", asked)
                : "no such key; nearest: " + String.join(", ", near);
        note(entry.getKey(), entry.getValue(), expected);
      }
    }
  }

  private Section inside(String key, @Nullable ConfigValue value) {
    ConfigObject fallback =
        defaults.get(key) instanceof ConfigObject object ? object : Defaults.NONE;
    if (value instanceof ConfigObject) {
      ConfigObject own = written.get(key) instanceof ConfigObject object ? object : Defaults.NONE;
      return new Section(own, fallback, path(key), problems);
    }
    if (value != null) {
      note(key, value, "an object { … }");
    }
    return new Section(Defaults.NONE, fallback, path(key), problems);
  }

  private Section at(ConfigValue value, String at) {
    if (value instanceof ConfigObject object) {
      return new Section(object, Defaults.NONE, at, problems);
    }
    problems.add(new Problem(where(value), at, render(value), "an object { … }"));
    return new Section(Defaults.NONE, Defaults.NONE, at, problems);
  }

  private <T> List<T> list(String key, String expected, Function<ConfigValue, T> element) {
    return read(
        key,
        expected,
        List.of(),
        v -> {
          if (v instanceof ConfigList values) {
            return values.stream().map(element).toList();
          }
          return fail();
        });
  }

  private <T> T read(String key, String expected, T standIn, Function<ConfigValue, T> reader) {
    ConfigValue value = required(key, expected);
    if (value == null) {
      return standIn;
    }
    try {
      return reader.apply(value);
    } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
      note(key, value, expected);
      return standIn;
    }
  }

  private @Nullable ConfigValue required(String key, String expected) {
    asked.add(key);
    ConfigValue value = lookup(key);
    if (value == null) {
      problems.add(new Problem(where(written), path(key), "", expected));
    }
    return value;
  }

  private @Nullable ConfigValue lookup(String key) {
    ConfigValue own = written.get(key);
    return own != null ? own : defaults.get(key);
  }

  private void note(String key, @Nullable ConfigValue value, String expected) {
    ConfigValue place = value == null ? written : value;
    problems.add(
        new Problem(where(place), path(key), value == null ? "" : render(value), expected));
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static double asNumber(ConfigValue value, Range range) {
    double number = value.atKey("x").getDouble("x");
    return range.allows().test(number) ? number : fail();
  }

  private static Long asWhole(ConfigValue value, Range range) {
    double number = value.atKey("x").getDouble("x");
    boolean whole = number == Math.rint(number) && Math.abs(number) < 0x1p63;
    return whole && range.allows().test(number) ? value.atKey("x").getLong("x") : fail();
  }

  private static String asText(ConfigValue value) {
    boolean scalar =
        value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
    String text = scalar ? String.valueOf(value.unwrapped()) : "";
    return text.isEmpty() ? fail() : text;
  }

  private static Span asSpan(String text) {
    Matcher matcher = SPAN.matcher(text.strip());
    if (!matcher.matches()) {
      return fail();
    }
    long count = Long.parseLong(matcher.group(1));
    return matcher.group(2).startsWith("epoch") ? Span.epochs(count) : Span.steps(count);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T fail() {
    throw new IllegalArgumentException("not what was expected");
  }

  private static int lineOf(@Nullable ConfigValue value) {
    return value == null ? -1 : value.origin().lineNumber();
  }

  private static String where(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    String file =
        origin.filename() != null
            ? java.nio.file.Path.of(origin.filename()).getFileName().toString()
            : origin.resource() != null ? origin.resource() : "";
    return file.isEmpty() || origin.lineNumber() < 0 ? file : file + ":" + origin.lineNumber();
  }

  private static String render(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    return text.length() > 80 ? text.substring(0, 77) + "…" : text;
  }

  /** The section's content with the defaults under it, for printing. */
  public Config resolved() {
    return written.withFallback(defaults).toConfig();
  }
}
