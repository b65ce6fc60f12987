package io.reflux.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names under a prefix, as {@code target.0.}: where a loss is made of several, each part sees
 * its tensors under its own names, and all together have them under the prefix.
 *
 * @param prefix what stands before a part's own names; empty for a part that is the whole
 */
public record Scope(String prefix) {
  /** All names as they are. */
  public static final Scope WHOLE = new Scope("");

  /** The names of a part: {@code part.name}. */
  public static Scope of(String part) {
    return new Scope(part + ".");
  }

  /** A part's own name as all together call it. */
  public String name(String own) {
    return prefix + own;
  }

  /** What lies under the prefix, by the part's own names. */
  public <V> Map<String, V> own(Map<String, V> all) {
    Map<String, V> own = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), value);
          }
        });
    return own;
  }

  /** A part's own things, as all together call them. */
  public <V> Map<String, V> named(Map<String, V> own) {
    Map<String, V> named = new LinkedHashMap<>();
    own.forEach((name, value) -> named.put(name(name), value));
    return named;
  }

  /** What a part declares, as all together call it. */
  public List<Trainable> declared(List<Trainable> own) {
    return own.stream().map(each -> each.renamed(name(each.name()))).toList();
  }
}
