package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about metrics knows all of them, and the distance of each. */
class MetricsGuideTest {
  private static final Path GUIDE = Path.of("src/main/resources/manual/guides/metrics.md");

  @Test
  void everyMetricStandsThereWithItsDistance() throws IOException {
    Map<String, String> written = written();
    Map<String, String> known = new TreeMap<>();
    for (String name : Metrics.CATALOGUE.names()) {
      Metric metric =
          Metrics.CATALOGUE
              .named(name.replaceFirst("k$", "2"), MetricOptions.defaults())
              .orElseThrow();
      known.put(
          name,
          metric.comparesBy().map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("none"));
    }
    assertThat(written).isEqualTo(known);
  }

  /** The distance of each name; of several in a row those with c_ have the one named last. */
  private static Map<String, String> written() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("| `")) {
        String[] cells = line.split(" \\| ");
        List<String> distances =
            List.of(cells[2].replace(" |", "").strip().toLowerCase(Locale.ROOT).split(", "));
        for (String name : names(cells[0])) {
          written.put(name, distances.get(name.startsWith("c_") ? distances.size() - 1 : 0));
        }
      }
    }
    return written;
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("`([^`]+)`").matcher(cell);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
