package io.reflux.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of Prometheus's format 0.0.4, taken apart. */
record Exposition(Map<String, Family> families, List<String> faults) {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) ?(.*)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? "
              + "(NaN|[+-]?Inf|[-+0-9.eE]+)");
  private static final List<String> PARTS = List.of("_sum", "_count", "_bucket");

  /** What belongs to one name. */
  record Family(String name, String help, String type, Set<String> series) {}

  /** What belongs to a name that is there. */
  Family family(String name) {
    return Optional.ofNullable(families.get(name)).orElseThrow();
  }

  static Exposition parse(String text) {
    Map<String, String> helps = new LinkedHashMap<>();
    Map<String, Family> families = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    String last = "";
    for (String line : text.split("\n", -1)) {
      Matcher comment = COMMENT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (comment.matches() && comment.group(1).equals("HELP")) {
        if (helps.put(comment.group(2), comment.group(3)) != null) {
          faults.add("a second HELP: " + line);
        }
      } else if (comment.matches()) {
        last = comment.group(2);
        String help = helps.getOrDefault(last, "");
        Family family = new Family(last, help, comment.group(3), new LinkedHashSet<>());
        if (families.put(last, family) != null) {
          faults.add("a second TYPE: " + line);
        }
      } else if (sample.matches()) {
        Family family = families.get(last);
        if (family == null || !belongs(sample.group(1), family)) {
          faults.add("a sample apart from its TYPE: " + line);
        } else if (!family.series().add(line.substring(0, line.lastIndexOf(' ')))) {
          faults.add("a second sample: " + line);
        }
      } else if (!line.isEmpty()) {
        faults.add("neither comment nor sample: " + line);
      }
    }
    return new Exposition(families, faults);
  }

  private static boolean belongs(String sample, Family family) {
    boolean parted = family.type().equals("summary") || family.type().equals("histogram");
    return sample.equals(family.name())
        || (parted && PARTS.stream().anyMatch(part -> sample.equals(family.name() + part)));
  }
}
