package io.reflux.queue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of several runs as one page of Prometheus' text format: each sample has its run as a
 * label, and each family is described once.
 */
final class RunMetrics {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (.+)");
  private static final Pattern COMMENT = Pattern.compile("# (?:HELP|TYPE) (\\S+) .*");

  private final Map<String, Set<String>> comments = new LinkedHashMap<>();
  private final Map<String, StringBuilder> samples = new LinkedHashMap<>();

  /** Adds what one run answers. */
  void add(String run, String text) {
    String family = "";
    for (String line : text.split("\n")) {
      Matcher comment = COMMENT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (comment.matches()) {
        family = comment.group(1);
        comments.computeIfAbsent(family, f -> new LinkedHashSet<>()).add(line);
      } else if (!line.startsWith("#") && sample.matches()) {
        String name = sample.group(1);
        family = name.startsWith(family) && !family.isEmpty() ? family : name;
        samples
            .computeIfAbsent(family, f -> new StringBuilder())
            .append(labelled(name, run, sample.group(2), sample.group(3)));
      }
    }
  }

  private static String labelled(String name, String run, String labels, String value) {
    String own = "run=\"" + escaped(run) + "\"";
    String all = labels == null || labels.isEmpty() ? own : own + "," + labels;
    return name + "{" + all + "} " + value + "\n";
  }

  /** As the format wants it in a label's value. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** The page. */
  String text() {
    StringBuilder page = new StringBuilder();
    samples.forEach(
        (family, lines) -> {
          comments.getOrDefault(family, Set.of()).forEach(c -> page.append(c).append('\n'));
          page.append(lines);
        });
    return page.toString();
  }
}
