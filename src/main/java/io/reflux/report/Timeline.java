package io.reflux.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy each stage was in each stretch of the run: white stretches are those in which it waited.
 *
 * @param stages by task and stage: stretches {@code from, to, share}, in seconds since the run
 *     began
 */
record Timeline(Map<String, List<double[]>> stages) {
  private static final List<String> COLUMNS = List.of("seconds", "task", "stage", "busy_share");

  /** Reads {@code timeline.csv}; empty if there is none. */
  static Timeline read(Path file) throws IOException {
    Map<String, Stage> stages = new LinkedHashMap<>();
    double[] clock = {0, 0}; // what earlier sittings took, the latest time read
    CsvTable.read(
        file,
        COLUMNS,
        line -> {
          double seconds = line.number("seconds");
          if (seconds < clock[1]) {
            clock[0] += clock[1];
            stages.values().forEach(Stage::restart);
          }
          clock[1] = seconds;
          stages
              .computeIfAbsent(line.text("task") + " · " + line.text("stage"), s -> new Stage())
              .add(clock[0] + seconds, line.number("busy_share"));
        });
    Map<String, List<double[]>> stretches = new LinkedHashMap<>();
    stages.forEach((name, stage) -> stretches.put(name, stage.thinned()));
    return new Timeline(stretches);
  }

  /** One stage; shares are told since its start, stretches have their own. */
  private static final class Stage {
    private static final int MOST = 240;

    private final List<double[]> stretches = new ArrayList<>();
    private double start = Double.NaN;
    private double lastTime;
    private double lastBusy;

    void restart() {
      start = Double.NaN;
    }

    void add(double time, double share) {
      if (Double.isNaN(start)) {
        start = time;
        lastBusy = 0;
      } else if (time > lastTime) {
        double busy = share * (time - start);
        double own = Math.max(0, Math.min(1, (busy - lastBusy) / (time - lastTime)));
        stretches.add(new double[] {lastTime, time, own});
        lastBusy = busy;
      }
      lastTime = time;
    }

    List<double[]> thinned() {
      int group = (stretches.size() + MOST - 1) / MOST;
      List<double[]> fewer = new ArrayList<>();
      for (int from = 0; from < stretches.size(); from += group) {
        List<double[]> some = stretches.subList(from, Math.min(stretches.size(), from + group));
        double share = some.stream().mapToDouble(s -> s[2]).average().orElse(0);
        fewer.add(new double[] {some.get(0)[0], some.get(some.size() - 1)[1], share});
      }
      return fewer;
    }
  }
}
