package io.reflux.stage;

import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run tells while it goes on. */
public sealed interface RunEvent {

  /** Calls the visitor's method for an event of its kind. */
  void visit(RunEventVisitor visitor);

  /** The checkpoint that a task can be gone on from after it; empty if that is none of its news. */
  default Optional<CheckpointSealed> checkpoint() {
    return Optional.empty();
  }

  /** How the task at work goes after it; most events change nothing. */
  default TaskProgress after(TaskProgress was) {
    return was;
  }

  /** A task begins, or goes on from a step. */
  record TaskStarted(String task, int epochs, long steps, long fromStep) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.taskStarted(this);
    }

    @Override
    public Optional<CheckpointSealed> checkpoint() {
      return Optional.of(new CheckpointSealed(task, fromStep));
    }

    @Override
    public TaskProgress after(TaskProgress was) {
      // What was told while it was made ready is of this task.
      return TaskProgress.preparing(task, epochs, steps).withNotes(was.notes());
    }
  }

  /**
   * A teacher's own metrics, before a distillation starts.
   *
   * @param teacher {@code teacher}, with its name if it has one
   */
  record TeacherMeasured(String task, String teacher, Map<String, Double> metrics)
      implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.teacherMeasured(this);
    }

    @Override
    public TaskProgress after(TaskProgress was) {
      return was.withMetrics(teacher, 0, metrics);
    }
  }

  /**
   * A network is being measured.
   *
   * @param network a teacher, as {@link TeacherMeasured} names it, or a student
   * @param images how many have been embedded so far
   * @param of how many will be
   * @param secondsToGo until all are; negative while unknown
   */
  record Measuring(String task, String network, long images, long of, double secondsToGo)
      implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.measuring(this);
    }
  }

  /** Every student of a task has taken a step. */
  record StepTaken(String task, StepProgress progress) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.stepTaken(this);
    }

    @Override
    public TaskProgress after(TaskProgress was) {
      return was.withStep(progress);
    }
  }

  /** A student has been evaluated as it was after an epoch. */
  record Evaluated(String task, String student, int epoch, Map<String, Double> metrics)
      implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.evaluated(this);
    }

    @Override
    public TaskProgress after(TaskProgress was) {
      return was.withMetrics(student, epoch, metrics);
    }
  }

  /** A checkpoint of a task as it was after a step is sealed, and on the disk. */
  record CheckpointSealed(String task, long step) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.checkpointSealed(this);
    }

    @Override
    public Optional<CheckpointSealed> checkpoint() {
      return Optional.of(this);
    }
  }

  /**
   * A signal of the operating system, or a command by HTTP, has come.
   *
   * @param signal its name, as {@code SIGUSR1}; {@code control} for a command
   * @param sentence what is done about it
   */
  record Signalled(String signal, String sentence) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.signalled(this);
    }
  }

  /**
   * A signal has come again, and the process leaves at once.
   *
   * @param kept the newest checkpoint of the task at work, of step 0 if it has none; empty if no
   *     task is at work
   * @param folder where the run writes
   */
  record LeavesAtOnce(String signal, Optional<CheckpointSealed> kept, Path folder)
      implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.leavesAtOnce(this);
    }
  }

  /** An image could not be read and was left out. */
  record ImageLeftOut(String task, String name, String reason) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.imageLeftOut(this);
    }
  }

  /**
   * A stage has been at one piece of work for longer than its own history lets expect.
   *
   * @param doing the piece of work, as {@code training step 12}
   * @param seconds for how long already
   */
  record StageHangs(String task, String stage, String doing, double seconds) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.stageHangs(this);
    }
  }

  /** A stage that hung goes on. */
  record StageGoesOn(String task, String stage) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.stageGoesOn(this);
    }
  }

  /** Images can't be read for the moment, and are waited for: what, why, and since when. */
  record StorageFails(String sentence) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.storageFails(this);
    }
  }

  /** No image is waited for any longer. */
  record StorageAnswers() implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.storageAnswers(this);
    }
  }

  /** The disk that the run writes to will be full soon: how much is left, and how long it lasts. */
  record DiskFills(String sentence) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.diskFills(this);
    }
  }

  /** A model and its card have been written. */
  record ModelWritten(String task, List<Path> files) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.modelWritten(this);
    }
  }

  /** Something happened that the task copes with, in a sentence for people. */
  record Told(String task, String sentence) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.told(this);
    }

    @Override
    public TaskProgress after(TaskProgress was) {
      return was.withNote(sentence);
    }
  }

  /** A task is done. */
  record TaskDone(String task, TaskSummary summary) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.taskDone(this);
    }
  }

  /** All tasks are done. */
  record RunDone(RunSummary summary) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.runDone(this);
    }
  }

  /**
   * The run was told to stop, and has.
   *
   * @param step the step of the checkpoint to go on from
   * @param inTime false if there was no time for a checkpoint of where it was
   */
  record RunStopped(String task, long step, boolean inTime) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.runStopped(this);
    }
  }

  /**
   * The run failed.
   *
   * @param task the task that failed first
   * @param fates what became of each task; none if the run ended before all were through
   */
  record RunFailed(String task, String sentence, List<TaskFate> fates) implements RunEvent {
    @Override
    public void visit(RunEventVisitor visitor) {
      visitor.runFailed(this);
    }
  }
}
