package io.reflux.status;

import io.reflux.stage.RunStatus;
import io.reflux.stage.StageStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskProgress;
import java.util.List;
import java.util.Map;

/** Statuses of a run that never was. */
final class Runs {
  private Runs() {}

  static RunStatus at(int step, String state) {
    StepProgress latest =
        new StepProgress(
            1 + step / 100,
            step,
            Map.of("student", 1 + 1.0 / step, "baseline", 1.5 + 1.0 / step),
            210.5,
            1024,
            4096,
            99);
    Map<String, Map<String, Double>> metrics = Map.of("student", Map.of("recall@1", 0.5));
    TaskProgress progress =
        new TaskProgress(
            "target", "training", 10, 1000, latest, 30, 10, metrics, Map.of("student", 1));
    List<StageStatus> stages =
        List.of(
            new StageStatus("loader", "working", 0.4, 2, step * 64L, 210, 0, 1),
            new StageStatus("trainer-student", "working", 0.75, 1, step * 64L, 210, 12, 0));
    return new RunStatus("quickstart", "runs/quickstart", state, progress, 12, step, stages);
  }
}
