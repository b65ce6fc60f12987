package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.InstalledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules and the Grafana dashboard ask for what {@code /metrics} shows, and nothing else. */
class MonitoringFilesTest {
  private static final Path ALERTS = Path.of("conf", "alerts.yml");
  private static final Path DASHBOARD = Path.of("conf", "grafana.json");
  private static final Pattern NAME = Pattern.compile("\\b(reflux|jvm|process)_[a-z0-9_]+");

  @Test
  void alertsNameMetricsThatAreThere() throws IOException {
    Set<String> named = names(Files.readString(ALERTS));
    assertThat(named).contains("reflux_run_state", "reflux_disk_free_bytes");
    assertThat(shown()).containsAll(named);
  }

  /**
   * Prometheus' own program tries them on made-up series: runs of one queue, tasks side by side.
   */
  @Test
  void alertsTellRunsAndTasksApart(@TempDir Path folder) throws Exception {
    InstalledProgram.assume("promtool"); // of Debian's package prometheus
    String series = Files.readString(Path.of("src/test/resources/monitoring/alerts-test.yml"));
    Path tests = folder.resolve("alerts-test.yml");
    Files.writeString(tests, series.replace("ALERTS", ALERTS.toAbsolutePath().toString()));
    Path said = folder.resolve("said.txt");
    int code =
        new ProcessBuilder("promtool", "test", "rules", tests.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
  }

  @Test
  void theGrafanaDashboardNamesMetricsThatAreThere() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    Set<String> named = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        Set<String> own = names(target.get("expr").asText());
        assertThat(own).as(panel.get("title").asText()).isNotEmpty();
        named.addAll(own);
      }
    }
    assertThat(shown()).containsAll(named);
  }

  /** Who adds a metric of the run shows it; a number that nobody sees is not worth its samples. */
  @Test
  void everyMetricOfARunIsSeenSomewhere() throws IOException {
    Set<String> named = names(Files.readString(ALERTS) + Files.readString(DASHBOARD));
    Set<String> own = new TreeSet<>(shown());
    own.removeIf(name -> !name.startsWith("reflux_"));
    own.removeAll(
        Set.of(
            "reflux_epoch",
            "reflux_run_seconds",
            "reflux_live_tensors",
            "reflux_stage_state",
            "reflux_stage_mean_busy_share",
            "reflux_stage_images_per_second"));
    assertThat(named).containsAll(own);
  }

  private static Set<String> names(String text) {
    Set<String> found = new TreeSet<>();
    NAME.matcher(text).results().forEach(match -> found.add(match.group()));
    return found;
  }

  private static Set<String> shown() {
    Set<String> all = new HashSet<>(Set.of("reflux_queue_entries")); // what a queue adds
    ExpositionTest.shown()
        .families()
        .values()
        .forEach(
            family -> {
              all.add(family.name());
              if (family.type().equals("summary")) {
                all.add(family.name() + "_sum");
                all.add(family.name() + "_count");
              }
            });
    return all;
  }
}
