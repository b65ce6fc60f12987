package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.regex.Pattern;

/** Names that also name folders and files of a run. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final String EXPECTED =
      "letters, digits, - and _, beginning with a letter or digit";

  private Names() {}

  /** The name under {@code name}; a problem is noted if it is unfit. */
  static String read(Section section) {
    String name = section.text("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      section.refuse("name", EXPECTED);
    }
    return name;
  }

  /** Notes a problem if a section's own name is unfit. */
  static void check(Section section, String kind, String name) {
    if (!NAME.matcher(name).matches()) {
      section.refuse("a " + kind + " named with " + EXPECTED);
    }
  }
}
