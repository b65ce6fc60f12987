package io.reflux.status;

import io.reflux.run.RunStatus;
import io.reflux.run.StageStatus;
import java.util.List;
import java.util.Map;

/** Statuses of a run that never was. */
final class Runs {
  private Runs() {}

  static RunStatus at(int step, String state) {
    return new RunStatus(
        "quickstart",
        "runs/quickstart",
        state,
        "target",
        "training",
        1 + step / 100,
        10,
        step,
        1000,
        Map.of("student", 1 + 1.0 / step, "baseline", 1.5 + 1.0 / step),
        210.5,
        1024,
        4096,
        12,
        30,
        10,
        99,
        step,
        Map.of("student", Map.of("recall@1", 0.5)),
        List.of(
            new StageStatus("loader", "working", 0.4, 2, step * 64L, 210, 0, 1),
            new StageStatus("trainer-student", "working", 0.75, 1, step * 64L, 210, 12, 0)));
  }
}
