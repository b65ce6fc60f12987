package io.reflux.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A teacher's name among several. What it answers is called {@code <name>/<output>} by those who
 * learn from it; the outputs of a teacher without a name are called as they are.
 *
 * @param text the name; empty for a task's only teacher
 */
public record TeacherName(String text) {
  /** A task's only teacher. */
  public static final TeacherName NONE = new TeacherName("");

  private static final String OF = "/";

  /** Before what is said of the teacher: {@code big: }, or nothing. */
  public String words() {
    return text.isEmpty() ? "" : text + ": ";
  }

  /** Refuses a name that could be part of an output's. */
  public TeacherName {
    if (text.contains(OF)) {
      throw new IllegalArgumentException("teacher: " + text + " (expected: a name without /)");
    }
  }

  /** The name of something that this teacher alone has: {@code cache}, or {@code cache-big}. */
  public String of(String kind) {
    return text.isEmpty() ? kind : kind + "-" + text;
  }

  /** The same of something that this teacher has several of: {@code lane-0}, {@code lane-big-0}. */
  public String of(String kind, int number) {
    return of(kind) + "-" + number;
  }

  /** What others call an output of this teacher's, or a number about it. */
  public String address(String output) {
    return text.isEmpty() ? output : text + OF + output;
  }

  /** What others call the keys of a map of this teacher's. */
  public <V> Map<String, V> address(Map<String, V> own) {
    Map<String, V> addressed = new LinkedHashMap<>();
    own.forEach((output, value) -> addressed.put(address(output), value));
    return addressed;
  }

  /** Of what is asked for, that which is asked of this teacher, by its own words. */
  public Set<String> own(Set<String> asked) {
    String start = address("");
    return asked.stream()
        .filter(each -> text.isEmpty() || each.startsWith(start))
        .map(each -> each.substring(start.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
