package io.reflux.cli;

import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.StepProgress;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells on a screen how a run goes, and serves its status meanwhile. */
final class ProgressPrinter implements RunListener {
  private final Screen screen;
  private final StatusDoor door;
  private int epochs;

  /** For one run. */
  ProgressPrinter(Screen screen, StatusSpec status) {
    this.screen = screen;
    this.door = new StatusDoor(status);
  }

  @Override
  public void started(RunHandle run) {
    screen.line("run directory " + run.directory().root());
    screen.line(door.open(run));
  }

  @Override
  public synchronized void heard(RunEvent event) {
    if (event instanceof RunEvent.TaskStarted task) {
      began(task);
    } else if (event instanceof RunEvent.TeacherMeasured measured) {
      screen.line(measured.task() + ": " + measured.teacher() + " " + percents(measured.metrics()));
    } else if (event instanceof RunEvent.StepTaken step) {
      screen.step(step.progress().step(), detail(step.progress()));
    } else if (event instanceof RunEvent.Evaluated evaluated) {
      screen.line(
          String.format(
              "%s: %s after epoch %d: %s",
              evaluated.task(),
              evaluated.student(),
              evaluated.epoch(),
              percents(evaluated.metrics())));
    } else if (event instanceof RunEvent.ImageLeftOut image) {
      screen.line(image.task() + ": left out " + image.name() + ": " + image.reason());
    } else if (event instanceof RunEvent.StageHangs stage) {
      screen.line(
          String.format(
              "%s: %s has been %s for %s; it may hang",
              stage.task(), stage.stage(), stage.doing(), Clock.text(stage.seconds())));
    } else if (event instanceof RunEvent.StorageFails storage) {
      screen.line(storage.sentence());
    } else if (event instanceof RunEvent.StorageAnswers) {
      screen.line("the storage answers again");
    } else if (event instanceof RunEvent.StageGoesOn stage) {
      screen.line(stage.task() + ": " + stage.stage() + " goes on");
    } else if (event instanceof RunEvent.ModelWritten written) {
      written.files().forEach(file -> screen.line(written.task() + ": wrote " + file));
    } else if (event instanceof RunEvent.Told told) {
      screen.line(told.task() + ": " + told.sentence());
    } else if (event instanceof RunEvent.TaskDone done) {
      screen.end();
      screen.line(done.task() + ": done in " + Clock.text(done.summary().seconds()));
    } else {
      ended(event);
    }
  }

  private void began(RunEvent.TaskStarted task) {
    epochs = task.epochs();
    String from = task.fromStep() > 0 ? ", going on after step " + task.fromStep() : "";
    screen.line(
        String.format("%s: %d epochs, %d steps%s", task.task(), task.epochs(), task.steps(), from));
    screen.begin(task.task(), task.steps(), task.fromStep());
  }

  private void ended(RunEvent event) {
    screen.end();
    door.close();
    if (event instanceof RunEvent.RunDone done) {
      screen.line("");
      screen.line(ResultTable.of(done.summary()));
    } else if (event instanceof RunEvent.RunStopped stopped) {
      String where = stopped.task().isEmpty() ? "" : " in " + stopped.task();
      screen.line(
          String.format("stopped%s after step %d; a checkpoint is written", where, stopped.step()));
    } else if (event instanceof RunEvent.RunFailed failed) {
      String where = failed.task().isEmpty() ? "" : failed.task() + ": ";
      screen.line("failed: " + where + failed.sentence());
    } else {
      throw new IllegalArgumentException("no words for " + event);
    }
  }

  private String detail(StepProgress step) {
    String losses =
        step.loss().values().stream()
            .map(loss -> String.format("%.4g", loss))
            .collect(Collectors.joining("/"));
    return String.format(
        "epoch %d/%d, loss %s, %.0f images/s",
        step.epoch(), epochs, losses, step.imagesPerSecond());
  }

  private static String percents(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(MetricOrder.BY_NAME))
        .map(e -> e.getKey() + " " + MetricText.of(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
