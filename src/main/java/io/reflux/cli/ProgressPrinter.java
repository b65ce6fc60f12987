package io.reflux.cli;

import io.reflux.pipeline.StatusSpec;
import io.reflux.setting.Amount;
import io.reflux.setting.ShellWord;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunEventVisitor;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.StepProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells on a screen how a run goes, and serves its status meanwhile. */
final class ProgressPrinter implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressPrinter.class);

  private final Screen screen;
  private final StatusDoor door;
  private final Words words;

  /** For one run. */
  ProgressPrinter(Screen screen, StatusSpec status) {
    this.screen = screen;
    words = new Words();
    this.door = new StatusDoor(status);
  }

  @Override
  public void beforehand(String sentence) {
    LOG.warn("{}", sentence);
    screen.line(sentence);
  }

  @Override
  public void started(RunHandle run) {
    screen.line(door.open(run));
  }

  @Override
  public synchronized void heard(RunEvent event) {
    event.visit(words);
  }

  /** What is said of each kind of event. */
  private final class Words implements RunEventVisitor {
    private final Map<String, Integer> epochs = new HashMap<>();
    private final TaskBars bars = new TaskBars(screen);

    @Override
    public void taskStarted(RunEvent.TaskStarted event) {
      epochs.put(event.task(), event.epochs());
      String from = event.fromStep() > 0 ? ", going on after step " + event.fromStep() : "";
      milestone(
          event.steps() == 0
              ? event.task() + ": begins"
              : String.format(
                  "%s: %s, %s%s",
                  event.task(),
                  Amount.of(event.epochs(), "epoch"),
                  Amount.of(event.steps(), "step"),
                  from));
      bars.begin(new Screen.Work(event.task(), "step", event.steps(), event.fromStep()));
    }

    @Override
    public void measuring(RunEvent.Measuring event) {
      bars.measuring(event);
    }

    @Override
    public void teacherMeasured(RunEvent.TeacherMeasured event) {
      bars.measured(event.task());
      door.evaluated(event.task(), event.teacher(), 0, event.metrics());
      milestone(event.task() + ": " + event.teacher() + " " + percents(event.metrics()));
    }

    @Override
    public void stepTaken(RunEvent.StepTaken event) {
      StepProgress step = event.progress();
      String detail = detail(step, epochs.getOrDefault(event.task(), 0));
      bars.step(event.task(), new Screen.Going(step.step(), detail, step.etaSeconds()));
    }

    @Override
    public void evaluated(RunEvent.Evaluated event) {
      bars.measured(event.task());
      door.evaluated(event.task(), event.student(), event.epoch(), event.metrics());
      milestone(
          String.format(
              "%s: %s after epoch %d: %s",
              event.task(), event.student(), event.epoch(), percents(event.metrics())));
    }

    /** There may be one every few seconds. */
    @Override
    public void checkpointSealed(RunEvent.CheckpointSealed event) {}

    @Override
    public void signalled(RunEvent.Signalled event) {
      milestone(event.signal() + ": " + event.sentence());
    }

    /** The process is gone at once, so nothing more is closed than the lines of the terminal. */
    @Override
    public void leavesAtOnce(RunEvent.LeavesAtOnce event) {
      screen.end();
      screen.line(
          String.format(
              "%s again: left at once, with %s; to go on: reflux resume %s",
              event.signal(),
              event
                  .kept()
                  .filter(at -> at.step() > 0)
                  .map(at -> "the checkpoint of " + at.task() + " after step " + at.step())
                  .orElse("no checkpoint of what was at work"),
              ShellWord.of(event.folder())));
    }

    @Override
    public void imageLeftOut(RunEvent.ImageLeftOut event) {
      screen.line(event.task() + ": left out " + event.name() + ": " + event.reason());
    }

    @Override
    public void stageHangs(RunEvent.StageHangs event) {
      screen.line(
          String.format(
              "%s: %s has been %s for %s; it may hang",
              event.task(), event.stage(), event.doing(), Clock.text(event.seconds())));
    }

    @Override
    public void stageGoesOn(RunEvent.StageGoesOn event) {
      screen.line(event.task() + ": " + event.stage() + " goes on");
    }

    @Override
    public void storageFails(RunEvent.StorageFails event) {
      screen.line(event.sentence());
    }

    @Override
    public void storageAnswers(RunEvent.StorageAnswers event) {
      screen.line("the storage answers again");
    }

    @Override
    public void diskFills(RunEvent.DiskFills event) {
      screen.line("the run's disk: " + event.sentence());
    }

    @Override
    public void modelWritten(RunEvent.ModelWritten event) {
      event.files().forEach(file -> milestone(event.task() + ": wrote " + file));
    }

    @Override
    public void told(RunEvent.Told event) {
      screen.line(event.task() + ": " + event.sentence());
    }

    @Override
    public void taskDone(RunEvent.TaskDone event) {
      bars.end(event.task());
      milestone(event.task() + ": done in " + Clock.text(event.summary().seconds()));
    }

    @Override
    public void runDone(RunEvent.RunDone event) {
      end("");
      screen.line(ResultTable.of(event.summary()));
    }

    @Override
    public void runStopped(RunEvent.RunStopped event) {
      String where = event.task().isEmpty() ? "" : " in " + event.task();
      String line =
          event.inTime()
              ? String.format(
                  "stopped%s after step %d; a checkpoint is written", where, event.step())
              : String.format(
                  "stopped%s: there was no time for another checkpoint; the last one is of step %d",
                  where, event.step());
      LOG.info("{}", line);
      end(line);
    }

    @Override
    public void runFailed(RunEvent.RunFailed event) {
      String where = event.task().isEmpty() ? "" : event.task() + ": ";
      end("failed: " + where + event.sentence());
      if (event.fates().size() > 1) {
        screen.line(FateTable.of(event.fates()));
      }
    }

    private void end(String line) {
      screen.end();
      door.close();
      screen.line(line);
    }
  }

  /**
   * A line of the screen that the run's log has, too: of what it warns, whoever finds it logs it.
   */
  private void milestone(String line) {
    LOG.info("{}", line);
    screen.line(line);
  }

  private static String detail(StepProgress step, int epochs) {
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
