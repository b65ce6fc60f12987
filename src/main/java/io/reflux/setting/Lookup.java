package io.reflux.setting;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one key is looked up, read and noted: what all readings of a {@link Section} share. */
abstract class Lookup {
  private static final Pattern OWN_PATH = Pattern.compile("([a-z][a-z0-9-]*(\\.[a-z0-9-]+)*): ");

  /** A message that has the nearest names lists no more than so many beside them. */
  private static final int MANY = 16;

  final ConfigObject written;
  final ConfigObject defaults;
  final String path;
  final Source source;
  final Memory memory;

  /** What all sections of a file share: where mistakes go, and where relative paths begin. */
  record Source(Problems problems, Path folder) {

    /** For what stands in for something that was refused already. */
    Source muted() {
      return new Source(new Problems(), folder);
    }
  }

  /** What was asked of a section so far, and what was answered. */
  record Memory(Set<String> asked, Resolved resolved) {}

  Lookup(ConfigObject written, ConfigObject defaults, String path, Source source, Memory memory) {
    this.written = written;
    this.defaults = defaults;
    this.path = path;
    this.source = source;
    this.memory = memory;
  }

  /** Notes that the value under a key is wrong for a reason that only the caller knows. */
  public final void refuse(String key, String expected) {
    ask(key);
    note(key, lookup(key), expected);
  }

  /** Notes that this section as a whole is wrong. */
  public final void refuse(String expected) {
    source.problems.add(new Problem(Place.of(written), path, "{ … }", expected));
  }

  /**
   * Notes a sentence of another room about what is described here. A path of its own that it begins
   * with, as {@code sampler.batch-size: …}, is looked up from here on.
   */
  public final void refuseWith(String sentence) {
    Matcher named = OWN_PATH.matcher(sentence);
    ConfigValue inner = named.lookingAt() ? inner(named.group(1)) : null;
    source.problems.add(
        inner == null
            ? Problem.sentence(Place.of(written), sentence)
            : Problem.sentence(Place.of(inner), path(sentence)));
  }

  /** What the file itself writes under a path; a part of the path if not all of it is there. */
  private @Nullable ConfigValue inner(String path) {
    ConfigValue found = null;
    ConfigObject from = written;
    for (String key : path.split("\\.")) {
      ConfigValue next = from.get(key);
      if (next == null) {
        return found;
      }
      found = next;
      from = next instanceof ConfigObject object ? object : Defaults.NONE;
    }
    return found;
  }

  /** How many problems the whole file has so far. */
  public final int problemsSoFar() {
    return source.problems.all().size();
  }

  final <T> T read(String key, String expected, T standIn, Function<ConfigValue, T> reader) {
    ConfigValue value = required(key, expected);
    if (value == null) {
      return standIn;
    }
    ConfigValue usual = defaults.get(key);
    try {
      return reader.apply(value);
    } catch (ConfigException | InputException | ArithmeticException e) {
      note(key, value, expected);
      boolean failed = usual == null || (Place.isResolved(value) && usual.equals(value));
      return failed ? standIn : reader.apply(usual);
    }
  }

  /** What a number should have been: the range, or a number at all. */
  final String expected(String key, Range range) {
    return ScalarReader.isNumber(lookup(key)) ? range.expected() : range.of("a number");
  }

  /** One of several names, but empty after a problem, so that nothing is read in its stead. */
  final <E> Optional<E> choice(String key, Map<String, E> choices) {
    return choice(key, choices, "");
  }

  /**
   * As above.
   *
   * @param otherwise what to do instead where no name is right; may be empty
   */
  final <E> Optional<E> choice(String key, Map<String, E> choices, String otherwise) {
    String expected = "one of " + String.join(", ", choices.keySet());
    ConfigValue value = required(key, expected);
    if (value == null) {
      return Optional.empty();
    }
    boolean readable = Place.isResolved(value);
    String name = readable ? String.valueOf(value.unwrapped()) : "";
    E choice = choices.get(name);
    if (choice == null) {
      List<String> near = Nearest.to(name, choices.keySet());
      String nearest = near.isEmpty() ? "" : "; nearest: " + String.join(", ", near);
      boolean many = !near.isEmpty() && choices.size() > MANY;
      note(
          key,
          value,
          (many ? "one of " + choices.size() + " names" : expected) + nearest + otherwise);
    }
    return Optional.ofNullable(choice);
  }

  final @Nullable ConfigValue required(String key, String expected) {
    ConfigValue value = ask(key);
    if (value == null) {
      source.problems.add(new Problem(Place.of(written), path(key), "", expected));
    }
    return value;
  }

  final @Nullable ConfigValue ask(String key) {
    memory.asked.add(key);
    ConfigValue value = lookup(key);
    if (value != null) {
      memory.resolved.note(key, value);
    }
    return value;
  }

  final @Nullable ConfigValue lookup(String key) {
    ConfigValue own = written.get(key);
    return own != null ? own : defaults.get(key);
  }

  final void note(String key, @Nullable ConfigValue value, String expected) {
    ConfigValue place = value == null || !written.containsKey(key) ? written : value;
    String said = value == null ? "" : Place.render(value);
    boolean defined = value == null || Place.isResolved(value);
    String right = defined ? expected : "a substitution that is defined somewhere";
    source.problems.add(new Problem(Place.of(place), path(key), said, right));
  }

  final String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  final <T> List<T> list(String key, String expected, Function<ConfigValue, T> element) {
    return read(
        key,
        expected,
        List.of(),
        v -> v instanceof ConfigList l ? l.stream().map(element).toList() : ScalarReader.fail());
  }

  final void noteUnasked() {
    written.entrySet().stream()
        .filter(e -> !memory.asked.contains(e.getKey()))
        .sorted(Comparator.comparingInt(e -> Place.line(e.getValue())))
        .forEach(
            e -> {
              String expected = "no such key; " + Nearest.hint(e.getKey(), memory.asked);
              note(e.getKey(), e.getValue(), expected);
            });
  }
}
