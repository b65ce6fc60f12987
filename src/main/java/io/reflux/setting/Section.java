package io.reflux.setting;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One object of a pipeline file, read key by key.
 *
 * <p>A key is looked up in the file, then in the defaults of {@code reference.conf}. A wrong or
 * missing value is noted in the {@link Problems} shared by the whole file, and a stand-in (the
 * default, if there is one) is answered so that reading goes on. {@link #finish()} notes every key
 * that nobody asked for; {@link #resolved()} prints what was asked and answered.
 */
public final class Section extends Lookup {
  private static final String NAMED = "an object of named objects { a { … }, b { … } }";
  private static final String PATH = "a path; of the home folder: ${HOME}\"/photos\"";
  private static final String OBJECT = "an object { … }";
  private static final String OBJECTS = "a list of objects [ { … } ]";

  /**
   * A section to read; relative paths in it begin at the working directory.
   *
   * @param written what the file says
   * @param defaults what holds where the file is silent
   * @param path the section's path in the file; empty for the whole file
   * @param problems where mistakes are noted
   */
  public Section(ConfigObject written, ConfigObject defaults, String path, Problems problems) {
    this(written, defaults, path, new Source(problems, Path.of("").toAbsolutePath()), fresh());
  }

  private Section(
      ConfigObject written, ConfigObject defaults, String path, Source source, Memory memory) {
    super(written, defaults, path, source, memory);
  }

  static Section root(ConfigObject written, Path folder, Problems problems) {
    return new Section(written, Defaults.NONE, "", new Source(problems, folder), fresh());
  }

  /** The section's path in the file. */
  public String path() {
    return path;
  }

  /** The same section with other defaults; what either of the two is asked counts for both. */
  public Section withDefaults(ConfigObject other) {
    return new Section(written, other, path, source, memory);
  }

  /** With the defaults of the entry that {@code key} names; own ones of that entry in front. */
  Section asEntry(String key, String name, ConfigObject other) {
    ConfigValue own = defaults.get(key);
    boolean same = own != null && name.equals(own.unwrapped());
    ConfigObject all = same ? defaults.withFallback(other) : other;
    return new Section(written, all, path, source, memory);
  }

  /** True if the file or the defaults say something under this key. */
  public boolean has(String key) {
    return ask(key) != null;
  }

  /** True if the file itself, not only the defaults, says something under this key. */
  public boolean isWritten(String key) {
    memory.asked().add(key);
    return written.containsKey(key);
  }

  /** Lets a key stand here with anything under it: for what substitutions repeat elsewhere. */
  public void allow(String key) {
    memory.asked().add(key);
  }

  /** The keys that the file itself writes here, in no particular order. */
  public Set<String> writtenKeys() {
    return Set.copyOf(written.keySet());
  }

  /** A number within a range. */
  public double number(String key, Range range) {
    return read(key, expected(key, range), Double.NaN, v -> ScalarReader.number(v, range));
  }

  /** A whole number within a range. */
  public int whole(String key, Range range) {
    return read(key, whole(range), 1, v -> Math.toIntExact(ScalarReader.whole(v, range)));
  }

  /** A whole number of 64 bits within a range. */
  public long wholeLong(String key, Range range) {
    return read(key, whole(range), 1L, v -> ScalarReader.whole(v, range));
  }

  /** True or false. */
  public boolean flag(String key) {
    return read(key, "true or false", false, ScalarReader::flag);
  }

  /** A text that is not empty. */
  public String text(String key) {
    return read(key, "a text", "", ScalarReader::text);
  }

  /**
   * A text that the caller understands, as the name of a device.
   *
   * @param key the key
   * @param expected what the parser accepts, in words
   * @param standIn what is answered instead of a wrong value without default
   * @param parser empty for a text that is not accepted
   */
  public <E> E parsed(
      String key, String expected, E standIn, Function<String, Optional<E>> parser) {
    return read(
        key,
        expected,
        standIn,
        v -> parser.apply(ScalarReader.text(v)).orElseGet(ScalarReader::fail));
  }

  /** The path of a file or folder; a relative one begins at the pipeline file's folder. */
  public Path file(String key) {
    Path file =
        read(key, PATH, source.folder(), v -> source.folder().resolve(ScalarReader.path(v)))
            .normalize();
    if (has(key)) {
      memory.resolved().replace(key, ConfigValueFactory.fromAnyRef(file.toString()));
    }
    return file;
  }

  /** One of several names. */
  public <E> E oneOf(String key, Map<String, E> choices) {
    return choice(key, choices).orElseGet(() -> choices.values().iterator().next());
  }

  /** One of an enum's constants: {@code PER_CLASS} is written {@code per-class}. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> choices) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E each : choices.getEnumConstants()) {
      names.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each);
    }
    return oneOf(key, names);
  }

  /** A duration, as {@code 30s}. */
  public Duration duration(String key) {
    return read(key, "a duration such as 30s", Duration.ofSeconds(1), ScalarReader::duration);
  }

  /** A size in bytes within a range, as {@code 256 MiB}. */
  public long bytes(String key, Range range) {
    return read(key, "a size such as 256 MiB", 1L, v -> ScalarReader.bytes(v, range));
  }

  /** A span, as {@code 3 epochs} or {@code 100 steps}. */
  public Span span(String key) {
    return read(key, "a span such as 3 epochs or 100 steps", Span.epochs(1), ScalarReader::span);
  }

  /** A list of numbers within a range. */
  public List<Double> numbers(String key, Range range) {
    return list(key, range.of("a list of numbers"), v -> ScalarReader.number(v, range));
  }

  /** A list of whole numbers within a range. */
  public List<Integer> wholes(String key, Range range) {
    return list(
        key,
        range.of("a list of whole numbers"),
        v -> Math.toIntExact(ScalarReader.whole(v, range)));
  }

  /** A list of whole numbers that may be too large for an {@code int}. */
  public List<Long> wholeLongs(String key) {
    return list(key, "a list of whole numbers", v -> ScalarReader.whole(v, Range.ANY));
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return list(key, "a list of texts", ScalarReader::text);
  }

  /**
   * An object inside this one. If it is not there or no object, that is noted, and an empty one is
   * answered in which nothing else is missed.
   */
  public Section section(String key) {
    ConfigValue value = required(key, OBJECT);
    boolean right = value != null && isObject(value);
    if (value != null && !right) {
      note(key, value, OBJECT);
    }
    return new Section(
        written.get(key) instanceof ConfigObject object && right
            ? object
            : Defaults.NONE.withOrigin(written.origin()),
        defaults.get(key) instanceof ConfigObject object ? object : Defaults.NONE,
        path(key),
        right ? source : source.muted(),
        new Memory(new LinkedHashSet<>(), memory.resolved().inner(key)));
  }

  /** An object inside this one, or empty if neither file nor defaults have it. */
  public Optional<Section> sectionIfPresent(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The named objects of an object, in the order in which the file wrote them, line by line. */
  public Map<String, Section> named(String key) {
    ConfigValue value = required(key, NAMED);
    Map<String, Section> sections = new LinkedHashMap<>();
    if (value != null && !isObject(value)) {
      note(key, value, NAMED);
    } else if (value instanceof ConfigObject object) {
      Resolved inner = memory.resolved().inner(key);
      object.entrySet().stream()
          .sorted(
              Comparator.<Map.Entry<String, ConfigValue>>comparingInt(e -> Place.line(e.getValue()))
                  .thenComparing(Map.Entry::getKey))
          .forEach(
              e -> {
                String name = e.getKey();
                String at = path(key) + "." + name;
                sections.put(name, element(e.getValue(), at, inner.inner(name)));
              });
    }
    return sections;
  }

  /** The objects of a list. */
  public List<Section> sections(String key) {
    ConfigValue value = required(key, OBJECTS);
    List<Section> sections = new ArrayList<>();
    if (value instanceof ConfigList list && Place.isResolved(value)) {
      for (int i = 0; i < list.size(); i++) {
        sections.add(element(list.get(i), path(key) + "[" + i + "]", new Resolved()));
      }
      memory.resolved().list(key, sections.stream().map(s -> s.memory.resolved()).toList());
    } else if (value != null) {
      note(key, value, OBJECTS);
    }
    return sections;
  }

  /** Lets a text, or a list of texts, hold in the resolved file instead of what was written. */
  public void resolve(String key, Object texts) {
    memory.resolved().replace(key, ConfigValueFactory.fromAnyRef(texts));
  }

  /** Notes every key that the file writes here and nobody asked for. */
  public void finish() {
    noteUnasked();
  }

  /** Everything that was asked so far, defaults included, as HOCON that reads to the same. */
  public String resolved() {
    return memory.resolved().render();
  }

  private Section element(ConfigValue value, String at, Resolved place) {
    boolean right = isObject(value);
    if (!right) {
      source.problems().add(new Problem(Place.of(value), at, Place.render(value), OBJECT));
    }
    return new Section(
        right ? (ConfigObject) value : Defaults.NONE.withOrigin(value.origin()),
        Defaults.NONE,
        at,
        right ? source : source.muted(),
        new Memory(new LinkedHashSet<>(), place));
  }

  private static Memory fresh() {
    return new Memory(new LinkedHashSet<>(), new Resolved());
  }

  private static String whole(Range range) {
    return range.of("a whole number");
  }

  private static boolean isObject(ConfigValue value) {
    return value instanceof ConfigObject && Place.isResolved(value);
  }
}
