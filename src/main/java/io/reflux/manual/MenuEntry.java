package io.reflux.manual;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A key of a defaults' file, with what its comments say.
 *
 * @param path its place below {@code reflux}, as {@code objective.rkd.angle-weight}
 * @param value its default as it is written; empty for a block, and for a key that is absent unless
 *     a pipeline file has it
 * @param optional true for a key that stands in a comment: absent unless somebody writes it
 * @param comment what stands behind it and in the lines that go on with that: its allowed values,
 *     then its meaning
 * @param above the comment that stands in front of it
 * @param line where it stands, counted from 1
 * @param below the keys of a block, in order; of a {@code { … }} in one line too
 */
record MenuEntry(
    String path,
    String value,
    boolean optional,
    String comment,
    String above,
    int line,
    List<MenuEntry> below) {

  /** The last word of the path. */
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Whether it holds other keys, in lines of their own. */
  boolean isBlock() {
    return value.isEmpty() && !optional;
  }

  /** The entry of a path below this one, as {@code rkd.angle-weight}. */
  Optional<MenuEntry> at(String words) {
    MenuEntry found = this;
    for (String word : words.split("\\.")) {
      Optional<MenuEntry> next =
          found.below.stream().filter(each -> each.name().equals(word)).findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      found = next.get();
    }
    return Optional.of(found);
  }

  /** The same block as a whole of its own: paths below begin after it. */
  MenuEntry within() {
    return moved("");
  }

  private MenuEntry moved(String to) {
    return new MenuEntry(
        to,
        value,
        optional,
        comment,
        above,
        line,
        below.stream()
            .map(
                each ->
                    each.moved(
                        to.isEmpty()
                            ? each.path.substring(path.isEmpty() ? 0 : path.length() + 1)
                            : to + each.path.substring(path.length())))
            .toList());
  }

  /** The same block with some of its keys. */
  MenuEntry withOnly(Predicate<MenuEntry> kept) {
    return new MenuEntry(
        path, value, optional, comment, above, line, below.stream().filter(kept).toList());
  }

  /** Itself and all that lies below. */
  Stream<MenuEntry> all() {
    return Stream.concat(Stream.of(this), below.stream().flatMap(MenuEntry::all));
  }
}
