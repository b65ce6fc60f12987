package io.reflux.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the status board knows of one task at work: how it goes, and what its stages say. */
final class TaskBoard {
  private final Watchdog watchdog;
  private final String name;
  private final Map<String, StageMeter> stages = new LinkedHashMap<>();
  private final Starvation starvation = new Starvation();
  private TaskProgress progress = TaskProgress.NONE;

  /**
   * Of a task that has told nothing.
   *
   * @param watchdog when a stage is said to hang
   * @param name the task's
   */
  TaskBoard(Watchdog watchdog, String name) {
    this.watchdog = watchdog;
    this.name = name;
  }

  /** A stage's words; they replace what it said before. */
  void told(StageReport report, long now) {
    stages
        .computeIfAbsent(report.stage(), stage -> new StageMeter(watchdog, report, now))
        .told(report, now);
  }

  /** The task goes otherwise. */
  void changed(UnaryOperator<TaskProgress> change) {
    progress = change.apply(progress);
  }

  /** How the task goes; without its name until it has told that it begins. */
  TaskProgress progress() {
    return progress;
  }

  /** An interval is over: the stages that hang since, or go on. */
  List<StageStatus> look(long now) {
    List<StageStatus> others = new ArrayList<>();
    for (StageMeter stage : stages.values()) {
      if (stage.look(now)) {
        others.add(stage.status(now).of(name));
      }
    }
    return others;
  }

  /** An interval is over in which the stages did this: a sentence if one starves the students. */
  Optional<String> starved(List<StageStatus> did) {
    return progress.phase() == TaskPhase.TRAINING ? starvation.look(did) : Optional.empty();
  }

  /** What each stage says. */
  List<StageStatus> stages(long now) {
    return stages.values().stream().map(stage -> stage.status(now).of(name)).toList();
  }
}
