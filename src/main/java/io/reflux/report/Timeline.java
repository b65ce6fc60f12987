package io.reflux.report;

import io.reflux.rundir.AttemptClock;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy each stage was in each stretch of the run: white stretches are those in which it waited.
 *
 * @param stages by task and stage: stretches {@code from, to, share}, in seconds since the run
 *     began
 * @param bounds what bounded the training of each task, as far as the run went on for long enough
 */
record Timeline(Map<String, List<double[]>> stages, Map<String, Bounds.Bound> bounds) {

  /** Reads what the run wrote of its stages; empty if it wrote nothing. */
  static Timeline read(RunDirectory run) throws IOException {
    Map<String, Stage> stages = new LinkedHashMap<>();
    AttemptClock clock = new AttemptClock();
    Bounds bounds = new Bounds();
    run.timeline(
        row -> {
          if (clock.tell(row.seconds())) {
            stages.values().forEach(Stage::restart);
            bounds.restart();
          }
          bounds.add(row);
          stages
              .computeIfAbsent(Curves.name(row.task(), row.stage()), s -> new Stage())
              .add(clock.seconds(), row.busyShare());
        });
    Map<String, List<double[]>> stretches = new LinkedHashMap<>();
    stages.forEach((name, stage) -> stretches.put(name, stage.thinned()));
    return new Timeline(stretches, bounds.found());
  }

  /** One stage; a line tells of the stretch since the line before it. */
  private static final class Stage {
    private static final int MOST = 240;

    private final List<double[]> stretches = new ArrayList<>();
    private double lastTime = Double.NaN;

    void restart() {
      lastTime = Double.NaN;
    }

    void add(double time, double share) {
      if (time > lastTime) {
        stretches.add(new double[] {lastTime, time, share});
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
