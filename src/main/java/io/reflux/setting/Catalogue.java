package io.reflux.setting;

import com.typesafe.config.ConfigObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The named things of one room, chosen by {@code type} in a pipeline file.
 *
 * <p>An entry is a name and the function that reads its settings. Its defaults stand in {@code
 * reference.conf} under {@code reflux.<room>.<name>}.
 *
 * @param <T> what an entry's settings are read into
 */
public final class Catalogue<T> {
  private final String room;
  private final Map<String, Function<Section, T>> entries = new LinkedHashMap<>();

  private String otherwise = "";

  /** An empty catalogue of a room, as {@code objective}. */
  public Catalogue(String room) {
    this.room = room;
  }

  /** Adds an entry. */
  public Catalogue<T> with(String name, Function<Section, T> reader) {
    if (entries.put(name, reader) != null) {
      throw new IllegalArgumentException(room + ": two entries are named " + name);
    }
    return this;
  }

  /** What a message about an unknown name advises beside the nearest known ones. */
  public Catalogue<T> otherwise(String advice) {
    otherwise = "; " + advice;
    return this;
  }

  /** Adds all entries of another catalogue. */
  public <S extends T> Catalogue<T> withAll(Catalogue<S> others) {
    others.entries.forEach((name, reader) -> with(name, reader::apply));
    return this;
  }

  /** The names of all entries, in the order in which they were added. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Reads the entry that {@code section.type} names, with its defaults, and checks every key. */
  public T read(Section section) {
    return readNamed(section).value();
  }

  /** As {@link #read}, for those who ask for the name too. */
  public Named<T> readNamed(Section section) {
    return readNamed(section, "type");
  }

  /**
   * As {@link #readNamed(Section)}, with another key than {@code type} holding the name.
   *
   * <p>After a wrong name the first entry stands in with its defaults, and the section's other keys
   * are not looked at: nobody knows what they should have been.
   */
  public Named<T> readNamed(Section section, String key) {
    Map<String, String> names = new LinkedHashMap<>();
    entries.keySet().forEach(name -> names.put(name, name));
    return section
        .choice(key, names, otherwise)
        .map(name -> new Named<>(name, entry(name, section.asEntry(key, name, defaults(name)))))
        .orElseGet(() -> unchecked(names.keySet().iterator().next()));
  }

  /** Reads the settings of the entry of a given name. */
  public T named(String name, Section section) {
    return entry(name, section.withDefaults(defaults(name)));
  }

  private ConfigObject defaults(String name) {
    return Defaults.of(room + "." + name);
  }

  private T entry(String name, Section own) {
    Function<Section, T> reader = entries.get(name);
    if (reader == null) {
      throw new IllegalArgumentException(room + ": no entry named " + name);
    }
    T value = reader.apply(own);
    own.finish();
    return value;
  }

  /** The entry of a given name with its defaults, and stand-ins where it has none. */
  private Named<T> unchecked(String name) {
    Section nothing = new Section(Defaults.NONE, Defaults.NONE, "", new Problems());
    return new Named<>(name, named(name, nothing));
  }

  /** The entry of a given name with nothing but its defaults. */
  public T withDefaults(String name) {
    Problems problems = new Problems();
    T value = named(name, new Section(Defaults.NONE, Defaults.NONE, "", problems));
    if (!problems.none()) {
      throw new IllegalStateException("defaults of " + room + "." + name + ": " + problems.all());
    }
    return value;
  }
}
